using Postvakt.Indicators;
using Postvakt.Intake.Sources;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Quarantine;

namespace Postvakt.Web.Held;

/// <summary>The text of a held mail as it may be read: no markup, no link that leads anywhere, no picture, each stretch marked for what it is.</summary>
/// <param name="Parts">In order.</param>
/// <param name="Files">Names of attachments.</param>
/// <param name="IsCut">There is more than is shown.</param>
internal sealed record HeldText(IReadOnlyList<HeldText.Part> Parts, IReadOnlyList<string> Files, bool IsCut)
{
    /// <summary>Characters that are shown. 20,000: some ten pages; who needs more takes the original.</summary>
    private const int MaxShown = 20_000;

    /// <summary>Lines of a stretch that are shown, and characters of a line: one line of megabytes would stand still in a browser.</summary>
    private const int MaxLines = 1_000, MaxLine = 1_000;

    /// <summary>Bytes of a mail beyond which it lies on disk while it is read. 256 KiB, as where mail comes in.</summary>
    private const int InMemory = 256 << 10;

    /// <summary>Attachments that are named.</summary>
    private const int MaxFiles = 50;

    /// <summary>Reads it from the vault; null where the bytes are gone.</summary>
    public static HeldText? Read(IVault vault, QuarantineItem item, Envelope envelope, CancellationToken cancellation)
    {
        using var kept = vault.Open(item.Id);
        if (kept is null) return null;
        // A sealed mail can only be read forwards.
        using var content = new SpoolStream(InMemory);
        kept.CopyTo(content);
        content.Position = 0;
        var message = new MessageParser(MessageLimits.Default).Parse(new ReceivedMail(item.Id, 0, content, envelope, item.HeldAt), cancellation);
        var (parts, left, cut) = (new List<Part>(), MaxShown, false);
        var text = message.Body.Rendered.Text;
        foreach (var segment in message.Body.Segments)
        {
            var stretch = text[segment.Start..segment.End];
            var lines = stretch.Split('\n').Take(MaxLines).Select(l => Defanged.Text(Shown.Line(l, MaxLine))).ToArray();
            var shown = string.Join('\n', lines).Trim('\n');
            if (shown.Length > left) (shown, cut) = (shown[..left], true);
            left -= shown.Length;
            if (shown.Length > 0) parts.Add(new Part(segment.Kind, shown));
            if (left <= 0) break;
        }
        return new HeldText(parts, [.. message.Attachments.Take(MaxFiles).Select(a => Shown.Line(a.Name))], cut || message.Body.Rendered.Truncated);
    }

    /// <param name="Kind">Whose words they are.</param>
    internal sealed record Part(SegmentKind Kind, string Text);
}
