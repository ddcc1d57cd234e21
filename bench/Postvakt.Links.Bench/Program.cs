using System.Diagnostics;
using MimeKit;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;

// Prints the links found in the text parts of .eml files, and the time the extractor takes.
//   Postvakt.Links.Bench FOLDER [--count N] [--only TRAIT] [--quiet] [--repeat N]
string folder = args[0];
int count = Number("--count", 300);
int repeat = Number("--repeat", 1);
LinkTraits only = Option("--only") is { } name ? Enum.Parse<LinkTraits>(name) : LinkTraits.None;
bool quiet = args.Contains("--quiet");

long started = Stopwatch.GetTimestamp();
string domain = PublicSuffixList.RegistrableDomain("mail.nordwind.co.uk");
Console.WriteLine($"suffix list and first lookup ({domain}): {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F2} ms");

List<(string Path, SplitBody Body)> bodies = [];
foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(count))
{
    try
    {
        using FileStream stream = File.OpenRead(path);
        string? text = MimeMessage.Load(stream).TextBody;
        if (text is not null)
        {
            text = text.ReplaceLineEndings("\n");
            bodies.Add((path, new SplitBody(new RenderedText(text, false, [], []), [new Segment(SegmentKind.Authored, 0, text.Length, -1)], [])));
        }
    }
    catch (FormatException)
    {
        Console.WriteLine($"unreadable {path}");
    }
}

foreach ((string path, SplitBody body) in bodies)
{
    foreach (Link link in LinkExtractor.Extract([body], MessageLimits.Default))
    {
        if (!quiet && (only == LinkTraits.None || (link.Traits & only) != 0))
        {
            string text = body.Rendered.Text;
            int from = Math.Max(0, link.Start - 12);
            string context = text[from..Math.Min(text.Length, link.Start + link.Written.Length + 12)].Replace('\n', '⏎');
            Console.WriteLine($"{link.Domain}\t{link.Traits}\t{link.Url}\t[{context}]");
        }
    }
}

long characters = bodies.Sum(body => (long)body.Body.Rendered.Text.Length);
int links = 0;
List<double> times = [];
long allocated = GC.GetAllocatedBytesForCurrentThread();
foreach ((_, SplitBody body) in bodies)
{
    started = Stopwatch.GetTimestamp();
    for (int i = 0; i < repeat; i++)
    {
        links += LinkExtractor.Extract([body], MessageLimits.Default).Count;
    }

    times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / repeat);
}

allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
times.Sort();
if (bodies.Count > 0)
{
    Console.WriteLine($"{bodies.Count} bodies, {characters / bodies.Count} characters and {(double)links / repeat / bodies.Count:F1} links on average; "
        + $"µs a body: mean {times.Average():F1}, median {times[times.Count / 2]:F1}, p99 {times[times.Count * 99 / 100]:F1}; "
        + $"{times.Sum() * 1000 / characters:F1} ns a character, {allocated / repeat / bodies.Count} bytes a body");
}

string? Option(string option) => Array.IndexOf(args, option) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
int Number(string option, int usual) => Option(option) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : usual;
