using MimeKit;
using Postvakt.Documents.Inspecting;
using Postvakt.Messages;
using Postvakt.Messages.Attachments;

namespace Postvakt.Server.Tests.Support;

/// <summary>A mail as a gateway has it: parsed, its attachments opened, its bytes at hand.</summary>
internal sealed class Mailed : IDisposable
{
    private Mailed(Message message, MemoryStream content) => (Message, Content) = (message, content);

    public Message Message { get; }

    public MemoryStream Content { get; }

    public static Mailed Of(string text, string? name = null, byte[]? file = null, Action<MimeMessage>? more = null)
    {
        var builder = new BodyBuilder { TextBody = text };
        if (name is not null) builder.Attachments.Add(name, file!);
        using var mail = new MimeMessage { Subject = "Re: charts", Body = builder.ToMessageBody() };
        mail.From.Add(MailboxAddress.Parse("bo@out.example"));
        mail.To.Add(MailboxAddress.Parse("anna@firm.example"));
        more?.Invoke(mail);
        var content = new MemoryStream();
        mail.WriteTo(content);
        content.Position = 0;
        var message = new MessageParser(MessageLimits.Default, new AttachmentInspector(new InspectionOptions())).Parse(new ReceivedMail("test", 0, content, Envelope.Unknown, null));
        content.Position = 0;
        return new Mailed(message, content);
    }

    public void Dispose() => Content.Dispose();
}
