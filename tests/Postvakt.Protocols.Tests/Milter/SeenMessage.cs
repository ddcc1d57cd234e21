using System.Text;
using Postvakt.Protocols.Milter;

namespace Postvakt.Protocols.Tests.Milter;

/// <summary>What a handler was given, copied before it went away.</summary>
internal sealed record SeenMessage(MilterMessage Message, string Mail, IReadOnlyList<(string Name, string Value)> Headers)
{
    public MilterEnvelope Envelope => Message.Envelope;

    public static SeenMessage Of(MilterMessage message)
    {
        using var copy = new MemoryStream();
        message.Mail.CopyTo(copy);
        message.Mail.Position = 0;
        return new(message, Encoding.Latin1.GetString(copy.ToArray()),
            [.. message.Headers.Select(h => (Encoding.Latin1.GetString(h.Name.Span), Encoding.Latin1.GetString(h.Value.Span)))]);
    }
}
