using Postvakt.Documents.Report;
using Postvakt.Messages.Attachments;

namespace Postvakt.Intake.Looks;

/// <summary>An attached file as a person sees it who may not open it: what it is, what stands in it, what it would do.</summary>
/// <param name="Name">A stranger's words.</param>
/// <param name="Kind">By its content where somebody looked, else by its name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsLocked">Needs a password that nobody here has.</param>
/// <param name="WasLocked">A password that the mail names opened it.</param>
/// <param name="Found">Title and severity of what was found in it, worst first, each once.</param>
/// <param name="Effects">Each once; one whose target could not be worked out only where no other of its kind has one.</param>
/// <param name="Links">Where it leads.</param>
/// <param name="Files">Files inside it.</param>
public sealed record FileSight(string Name, string Kind, long Size, bool IsLocked, bool WasLocked, IReadOnlyList<(string Title, Detection.Severity Severity)> Found, IReadOnlyList<EffectSight> Effects, IReadOnlyList<string> Links, IReadOnlyList<FileSight> Files)
{
    /// <summary>Files of a mail that are shown, whatever the tree looks like. 100.</summary>
    private const int MaxFiles = 100;

    /// <summary>Effects, links and findings of one file that are shown.</summary>
    private const int MaxEffects = 40, MaxLinks = 20, MaxFound = 20;

    private const int MaxDepth = 8;

    public static IReadOnlyList<FileSight> Of(IReadOnlyList<Attachment> attachments)
    {
        var left = MaxFiles;
        return [.. attachments.TakeWhile(_ => left > 0).Select(a => a.Document is { } document ? Of(document.Root, a.Name, 0, ref left) : Closed(a, ref left))];
    }

    /// <summary>Nobody looked into it: what it is from outside.</summary>
    private static FileSight Closed(Attachment file, ref int left)
    {
        var inner = file.Inner.Take(Math.Max(0, left - 1)).Select(n => new FileSight(n, FileNames.KindOf(n).ToString(), 0, false, false, [], [], [], [])).ToArray();
        left -= 1 + inner.Length;
        return new FileSight(file.Name, file.Kind.ToString(), file.Size, file.Encrypted, false, [], [], [], inner);
    }

    private static FileSight Of(InspectedFile file, string name, int depth, ref int left)
    {
        left--;
        var inner = new List<FileSight>();
        foreach (var one in file.Files)
        {
            if (left <= 0 || depth >= MaxDepth) break;
            inner.Add(Of(one, one.Name, depth + 1, ref left));
        }
        return new FileSight(name.Length > 0 ? name : file.Name, file.Kind.ToString(), file.Size, file.Locked, file.Password is not null,
            [.. file.Findings.Select(f => (f.Kind.Title, Of(f.Kind.Severity))).Distinct().OrderByDescending(f => f.Item2).Take(MaxFound)],
            [.. file.Effects.Where(e => e.Target.Length > 0 || !file.Effects.Any(o => o.Kind == e.Kind && o.Target.Length > 0)).DistinctBy(e => (e.Kind, e.Target, e.Other)).Take(MaxEffects).Select(e => new EffectSight(e.Kind.ToString(), e.Target, e.Other, e.Where, e.Dormant))], [.. file.Links.Select(l => l.Url).Distinct().Take(MaxLinks)], inner);
    }

    private static Detection.Severity Of(Documents.Report.Severity severity) => severity switch
    {
        Documents.Report.Severity.Critical => Detection.Severity.Critical,
        Documents.Report.Severity.High => Detection.Severity.High,
        Documents.Report.Severity.Medium => Detection.Severity.Medium,
        Documents.Report.Severity.Low => Detection.Severity.Low,
        _ => Detection.Severity.Info,
    };
}
