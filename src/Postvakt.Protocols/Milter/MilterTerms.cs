using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Protocols.Milter;

/// <summary>What both sides agreed on for a connection: never more than the server offered, never more than we need.</summary>
internal sealed record MilterTerms(int Version, MilterActions Actions, MilterSteps Steps)
{
    private const int Oldest = 2, Newest = 6, OfferBytes = 12;

    public static readonly MilterTerms None = new(0, MilterActions.None, MilterSteps.None);

    public bool Has(MilterSteps step) => (Steps & step) != 0;

    /// <summary>Null if the offer is too short or speaks a version that nobody does any more.</summary>
    public static MilterTerms? Settle(ReadOnlySpan<byte> offer, MilterOptions options, MilterHooks hooks, bool chooseMacros)
    {
        if (offer.Length < OfferBytes) return null;
        var version = BinaryPrimitives.ReadUInt32BigEndian(offer);
        if (version < Oldest) return null;
        var actions = (MilterActions)BinaryPrimitives.ReadUInt32BigEndian(offer[4..]);
        var steps = (MilterSteps)BinaryPrimitives.ReadUInt32BigEndian(offer[8..]);
        var wanted = options.Actions & ~MilterActions.ChooseMacros;
        if (chooseMacros) wanted |= MilterActions.ChooseMacros;
        return new((int)Math.Min(version, Newest), actions & wanted, steps & Wanted(options, hooks));
    }

    /// <summary>The answer; the lists of macros follow the three numbers (a number for the stage, then names parted by spaces).</summary>
    public byte[] ToBytes(IReadOnlyDictionary<MilterStage, string> macros)
    {
        var bytes = new List<byte>(256);
        Span<byte> numbers = stackalloc byte[OfferBytes];
        BinaryPrimitives.WriteInt32BigEndian(numbers, Version);
        BinaryPrimitives.WriteInt32BigEndian(numbers[4..], (int)Actions);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[8..], (uint)Steps);
        bytes.AddRange(numbers);
        if ((Actions & MilterActions.ChooseMacros) == 0) return [.. bytes];
        foreach (var (stage, names) in macros)
        {
            if (Number(stage) is not { } number) continue;
            BinaryPrimitives.WriteInt32BigEndian(numbers, number);
            bytes.AddRange(numbers[..4]);
            bytes.AddRange(Encoding.ASCII.GetBytes(names));
            bytes.Add(0);
        }
        return [.. bytes];
    }

    private static MilterSteps Wanted(MilterOptions options, MilterHooks hooks)
    {
        var wanted = MilterSteps.CanSkipBody;
        if (options.LeadingSpace) wanted |= MilterSteps.LeadingSpace;
        if (!options.FewerReplies) return wanted;
        wanted |= MilterSteps.NoReplyHeader | MilterSteps.NoReplyEndOfHeaders | MilterSteps.NoReplyBody;
        if ((hooks & MilterHooks.Connect) == 0) wanted |= MilterSteps.NoReplyConnect;
        if ((hooks & MilterHooks.Helo) == 0) wanted |= MilterSteps.NoReplyHelo;
        if ((hooks & MilterHooks.MailFrom) == 0) wanted |= MilterSteps.NoReplyMailFrom;
        if ((hooks & MilterHooks.Recipient) == 0) wanted |= MilterSteps.NoReplyRecipient;
        if ((hooks & MilterHooks.Data) == 0) wanted |= MilterSteps.NoReplyData;
        if ((hooks & MilterHooks.Unknown) == 0) wanted |= MilterSteps.NoReplyUnknown;
        return wanted;
    }

    private static int? Number(MilterStage stage) => stage switch
    {
        MilterStage.Connect => 0,
        MilterStage.Helo => 1,
        MilterStage.MailFrom => 2,
        MilterStage.Recipient => 3,
        MilterStage.Data => 4,
        MilterStage.EndOfMessage => 5,
        MilterStage.EndOfHeaders => 6,
        _ => null,
    };
}
