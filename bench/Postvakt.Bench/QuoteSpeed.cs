using System.Diagnostics;
using MimeKit.Text;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.Bench;

/// <summary>Microseconds per body, warm: rendering and splitting apart.</summary>
internal static class QuoteSpeed
{
    /// <summary>Rounds go on for this long, so that the compiler has settled.</summary>
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(4);

    public static int Run(string path)
    {
        var all = BodyFiles.Raw(path).Take(2_000).ToList();
        foreach (var html in new[] { false, true })
        {
            var raw = all.Where(a => a.Html == html).Select(a => a.Text).ToList();
            if (raw.Count == 0)
            {
                continue;
            }
            List<RenderedText> rendered = [];
            var (render, renderBytes) = Best(() => rendered = [.. raw.Select(r => html ? HtmlRenderer.Render(r, MessageLimits.Default) : PlainText.Render(r, MessageLimits.Default))]);
            if (html)
            {
                var (bare, bareBytes) = Best(() => raw.ForEach(Tokenize));
                Console.WriteLine($"html: tokens alone {bare / raw.Count:F1} µs ({bareBytes / raw.Count} B) per body");
            }
            var (split, splitBytes) = Best(() => rendered.ForEach(r => QuoteSplitter.Split(r, MessageLimits.Default)));
            Console.WriteLine($"{(html ? "html" : "text")}: {raw.Count} bodies, {raw.Average(r => r.Length):F0} chars on average; "
                + $"render {render / raw.Count:F1} µs ({renderBytes / raw.Count} B), split {split / raw.Count:F1} µs ({splitBytes / raw.Count} B) per body; "
                + $"per 1,000 chars render {render * 1000 / raw.Sum(r => (double)r.Length):F1}, split {split * 1000 / rendered.Sum(r => (double)r.Text.Length):F1} µs");
        }
        return 0;
    }

    /// <summary>The share of MimeKit's tokenizer, which is the floor for the renderer.</summary>
    private static void Tokenize(string html)
    {
        var tokenizer = new HtmlTokenizer(new StringReader(html));
        while (tokenizer.ReadNextToken(out _))
        {
        }
    }

    private static (double Microseconds, long Bytes) Best(Action action)
    {
        var best = double.MaxValue;
        var bytes = 0L;
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < Warm;)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        return (best, bytes);
    }
}
