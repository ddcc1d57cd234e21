using Postvakt.Indicators;
using Postvakt.Intake.Sources;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Quarantine;

namespace Postvakt.Web.Held;

/// <summary>The text of a held mail as it may be read: no markup, no link that leads anywhere, no picture, each stretch marked for what it is, and in it what findings point to.</summary>
/// <param name="Parts">In order.</param>
/// <param name="IsCut">There is more than is shown.</param>
public sealed record HeldText(IReadOnlyList<HeldText.Part> Parts, bool IsCut)
{
    /// <summary>Characters that are shown. 20,000: some ten pages; who needs more takes the original.</summary>
    private const int MaxShown = 20_000;

    /// <summary>Lines of a stretch that are shown, and characters of a line: one line of megabytes would stand still in a browser.</summary>
    private const int MaxLines = 1_000, MaxLine = 1_000;

    /// <summary>Bytes of a mail beyond which it lies on disk while it is read. 256 KiB, as where mail comes in.</summary>
    private const int InMemory = 256 << 10;

    /// <summary>Reads the mail from the vault; null where the bytes are gone.</summary>
    public static Message? Open(IVault vault, MessageParser parser, QuarantineItem item, Envelope envelope, CancellationToken cancellation)
    {
        using var kept = vault.Open(item.Id);
        if (kept is null) return null;
        // A sealed mail can only be read forwards.
        using var content = new SpoolStream(InMemory);
        kept.CopyTo(content);
        content.Position = 0;
        return parser.Parse(new ReceivedMail(item.Id, 0, content, envelope, item.HeldAt), cancellation);
    }

    internal static HeldText Of(Message message, TextMarks marks)
    {
        var (parts, left, cut) = (new List<Part>(), MaxShown, false);
        var text = message.Body.Rendered.Text;
        foreach (var segment in message.Body.Segments)
        {
            var stretch = text[segment.Start..segment.End];
            var lines = stretch.Split('\n').Take(MaxLines).Select(l => Defanged.Text(Shown.Line(l, MaxLine))).ToArray();
            var shown = string.Join('\n', lines).Trim('\n');
            if (shown.Length > left) (shown, cut) = (shown[..left], true);
            left -= shown.Length;
            if (shown.Length > 0) parts.Add(new Part(segment.Kind, marks.Of(shown)));
            if (left <= 0) break;
        }
        return new HeldText(parts, cut || message.Body.Rendered.Truncated);
    }

    /// <summary>Numbers of the findings that point to something in it.</summary>
    public IEnumerable<int> Numbers => Parts.SelectMany(p => p.Pieces).Select(p => p.Finding).OfType<int>().Where(n => n > 0).Distinct().Order();

    /// <param name="Kind">Whose words they are.</param>
    public sealed record Part(SegmentKind Kind, IReadOnlyList<TextPiece> Pieces);
}
