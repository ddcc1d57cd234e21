using System.Text;
using MimeKit;
using Postvakt.Intake.Gateway;
using Postvakt.Memory;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;

namespace Postvakt.Server.Notices;

/// <summary>Hands a mail of ours to the mail server, with the mark by which our own listeners let it pass.</summary>
/// <param name="sender">Disposed of with this.</param>
/// <param name="from">Address that notices come from.</param>
internal sealed class NoticePost(SmtpSender sender, string from, TokenKey tokens, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>How long one may take.</summary>
    private static readonly TimeSpan Time = TimeSpan.FromMinutes(2);

    public string From => from;

    /// <summary>What came of it, in a few words.</summary>
    public static string Why(SmtpOutcome outcome) => outcome.Reply is { } reply ? FormattableString.Invariant($"{reply.Code} {reply.Status}").Trim() : outcome.Text;

    public async Task<SmtpOutcome> SendAsync(string to, Func<MimeMessage> write, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(Time);
        try
        {
            using var content = new MemoryStream();
            var format = FormatOptions.Default.Clone();
            format.NewLineFormat = NewLineFormat.Dos;
            using (var mail = write()) await mail.WriteToAsync(format, content, time.Token).ConfigureAwait(false);
            content.Position = 0;
            var mark = ReleaseMark.Of(NoticeMark.IdOf(to, clock.GetUtcNow()), content, tokens);
            content.Position = 0;
            return await sender.SendAsync(new SmtpDelivery
            {
                Sender = new SmtpMailbox(from), Recipients = [new SmtpMailbox(to)], Content = content, Body = SmtpBody.EightBit, Prefix = Encoding.ASCII.GetBytes($"{ReleaseMark.Field}: {mark}\r\n"),
            }, time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new SmtpOutcome(SmtpOutcomeKind.Deferred, null, [], "it took too long, or we were stopped");
        }
        catch (Exception unwritable) when (unwritable is FormatException or ArgumentException)
        {
            return new SmtpOutcome(SmtpOutcomeKind.Refused, null, [], "the address cannot be written to");
        }
    }

    public ValueTask DisposeAsync() => sender.DisposeAsync();
}
