using Postvakt.Memory;

namespace Postvakt.Rules;

/// <summary>What the answer to a mail's one question says about its sender. The mail itself is left out.</summary>
/// <param name="memory">What Memory said.</param>
/// <param name="isOurs">Whether an address is of the organisation.</param>
internal sealed class SenderHistory(RuleMemory memory, Func<string, bool> isOurs)
{
    private readonly Recollection _known = memory.Known;
    private readonly int _self = memory.Known.Self is { Standing: Standing.Trusted } ? 1 : 0;

    public string Address => memory.Question.Author;

    public string Domain => Address[(Address.LastIndexOf('@') + 1)..];

    /// <summary>Trusted messages of everybody.</summary>
    public long Depth => _known.Depth.Messages;

    /// <summary>Nobody of this address wrote, or was written to, as far as Memory goes back.</summary>
    public bool IsStranger => _known.Author is null || (_known.Self is { } self && _known.Author is { Messages: <= 1 } author && author.First >= self.At);

    /// <summary>Trusted messages of the address.</summary>
    public int Messages => Math.Max(0, (_known.Author?.Messages ?? 0) - _self);

    /// <summary>Trusted messages of all addresses of the domain.</summary>
    public int DomainMessages => Math.Max(0, _known.DomainMessages - _self);

    public long First => _known.Author?.First ?? memory.Question.At;

    public long Last => _known.Author?.Last ?? memory.Question.At;

    /// <summary>One of ours wrote to this address before. Null where it is not known: others than the recipients of the mail may have.</summary>
    public bool? IsWrittenTo =>
        WroteHere || TookPart ? true : IsStranger && memory.SeesOwnMail ? false : null;

    /// <summary>The same of any address of the domain. Of a domain from which no mail ever came it is taken that nobody wrote there.</summary>
    public bool? IsDomainWrittenTo => IsWrittenTo switch { true => true, false when DomainMessages == 0 => false, _ => null };

    /// <summary>An address wrote to us; null where the question did not ask for it.</summary>
    public bool? Wrote(string address) =>
        address == Address ? Messages > 0 : _known.Conversations.Any(c => c.Participants.Any(p => p.Wrote > 0 && p.Address == address)) || _known.SameName.Any(p => p.Messages > 0 && p.Address == address) ? true : null;

    /// <summary>Mail of this domain came to us; null where the question did not ask for it.</summary>
    public bool? DomainWrote(string domain) => domain == Domain ? DomainMessages > 0 : null;

    public double Since(long at) => Math.Max(0, memory.Question.At - at);

    /// <summary>One of the recipients of this mail wrote to its sender.</summary>
    private bool WroteHere => _known.Relations.Select((r, i) => (r.Received, Recipient: memory.Question.Recipients[i])).Any(r => r.Received > 0 && isOurs(r.Recipient));

    /// <summary>The sender was in a conversation in which one of ours wrote: naming its ids is not enough.</summary>
    private bool TookPart => _known.Conversations.Any(c => c.Has(Address) && c.Participants.Any(p => p.Wrote > 0 && p.Address != Address && isOurs(p.Address)));
}
