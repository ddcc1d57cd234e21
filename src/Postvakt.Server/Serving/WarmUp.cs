using Postvakt.Intake;
using Postvakt.Messages;

namespace Postvakt.Server.Serving;

/// <summary>Judges a mail that nobody sent, and forgets it, so that tables are loaded and code is compiled before the first real one waits for an answer.</summary>
internal static class WarmUp
{
    private static ReadOnlySpan<byte> Mail => """
        Message-ID: <warm-up@postvakt.invalid>
        In-Reply-To: <none@postvakt.invalid>
        Date: Mon, 5 Jan 2026 10:00:00 +0000
        From: Warm Up <warm-up@postvakt.invalid>
        To: nobody@postvakt.invalid
        Subject: Re: nothing
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8

        Please see http://postvakt.invalid/1234567 and answer.

        On Mon, 5 Jan 2026 at 09:00, Nobody <nobody@postvakt.invalid> wrote:
        > These words were never written by anybody at all.
        --b
        Content-Type: text/html; charset=utf-8

        <p>Please see <a href="http://postvakt.invalid/1234567">this</a></p><blockquote>These words were never written</blockquote>
        --b--

        """u8;

    public static void Run(MessageParser parser, Judge judge)
    {
        using var mail = new ReceivedMail("warm-up", 0, new MemoryStream(Mail.ToArray()), Envelope.Unknown, null);
        judge.Examine(parser.Parse(mail));
    }
}
