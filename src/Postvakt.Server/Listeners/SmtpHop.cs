using Postvakt.Memory;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Listeners;

/// <summary>What an SMTP listener is a hop between.</summary>
/// <param name="Next">Takes judged mail.</param>
/// <param name="HostName">Our name in Received.</param>
/// <param name="LoopMark">Value of <see cref="LoopField"/> on mail that a connector sends back, or empty. Constant, so that a mail-flow rule can know it; secret, so that nobody else can skip the connector with it.</param>
/// <param name="Keys">Checks marks, also those of older keys.</param>
internal sealed record SmtpHop(ListenerProfile Profile, SmtpSender Next, string HostName, string LoopMark, TokenKey Keys)
{
    public const string LoopField = "X-Postvakt-Loop";

    /// <summary>The mark of a connector.</summary>
    public static string MarkOf(string listener, TokenKey keys) => keys.Sign("loop:" + listener);

    public bool IsOwnMark(string value) => Keys.Holds(value, "loop:" + Profile.Name);
}
