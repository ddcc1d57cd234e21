using Postvakt.Authentication;
using Postvakt.Detection;
using Postvakt.Messages;
using Postvakt.Rules;

namespace Postvakt.Intake.Gateway;

/// <summary>A mail that a listener took in, read and ready to be judged.</summary>
/// <param name="Listener">Name of the listener.</param>
/// <param name="Mode">The mode that holds for this mail.</param>
/// <param name="Content">Its bytes, seekable; stays the listener's.</param>
/// <param name="RepeatKey">See <see cref="RepeatKeys"/>.</param>
/// <param name="Digest">SHA-256 of the bytes.</param>
/// <param name="Authentication">What our own checks found, or null where the header of a trusted server counts.</param>
public sealed record Arrival(
    string Listener, Mode Mode, Message Message, Stream Content, byte[] RepeatKey, byte[] Digest, SenderAuthentication? Authentication)
{
    /// <summary>What others found who were asked about it.</summary>
    public IReadOnlyList<Finding> Outside { get; init; } = [];

    /// <summary>What rules saw of its files, or null.</summary>
    public RuleMail? Looked { get; init; }
}
