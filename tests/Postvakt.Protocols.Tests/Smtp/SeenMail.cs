using System.Text;
using Postvakt.Protocols.Smtp;

namespace Postvakt.Protocols.Tests.Smtp;

/// <summary>What a handler was given, copied before it went away.</summary>
internal sealed record SeenMail(SmtpMessage Message, string Content)
{
    public SmtpEnvelope Envelope => Message.Envelope;

    public static SeenMail Of(SmtpMessage message)
    {
        using var copy = new MemoryStream();
        message.Content.CopyTo(copy);
        message.Content.Position = 0;
        return new(message, Encoding.Latin1.GetString(copy.ToArray()));
    }
}
