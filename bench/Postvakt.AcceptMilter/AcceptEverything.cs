using Postvakt.Protocols.Milter;

namespace Postvakt.AcceptMilter;

/// <summary>Reads nothing, accepts everything.</summary>
internal sealed class AcceptEverything : IMilterHandler
{
    public ValueTask<MilterReply> OnMessageAsync(MilterMessage message, IMilterProgress progress, CancellationToken cancel) => new(MilterReply.Accept);
}
