using Postvakt.Detection;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Messages;
using Postvakt.Server.Configuration;
using FileSeverity = Postvakt.Documents.Report.Severity;
using Severity = Postvakt.Detection.Severity;

namespace Postvakt.Server.Connectors;

/// <summary>
/// Follows links of replies and looks into what they lead to. Off unless switched on: whoever follows a link tells its owner that the mail arrived, and may confirm or cancel something. So mail to
/// many (RFC 8058, RFC 2919) is left alone, and at most three links of a mail are followed.
/// </summary>
internal sealed class LinkConnector(LinksConfig config, InspectionOptions options) : IConnector, IDisposable
{
    private const int MaxLinks = 3;

    private readonly LinkFollower _follower = new(config);

    public string Name => "links";

    public TimeSpan Time => config.Time;

    public async Task<IReadOnlyList<Finding>> AskAsync(Message message, Stream content, CancellationToken cancellation)
    {
        if (message.Bulk || message.ListId.Length > 0 || message.Automatic) return [];
        var findings = new List<Finding>();
        foreach (var link in message.Links.Where(l => l.Url.StartsWith("http", StringComparison.OrdinalIgnoreCase)).DistinctBy(l => l.Url).Take(MaxLinks))
        {
            if (!Uri.TryCreate(link.Url, UriKind.Absolute, out var address)) continue;
            LinkTrail trail;
            try
            {
                trail = await _follower.FollowAsync(address, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (findings.Count > 0)
            {
                // Time is up: what the links before this one led to counts all the same.
                findings.Add(new Finding("connector-silent", "Somebody who was to be asked about it did not answer.", Severity.Info, Name, [new Evidence("link", Cut(link.Url))], []));
                break;
            }
            var report = trail.Content.Length > 0 ? DocumentInspector.Inspect(trail.Name, trail.Content, options) : null;
            if (report is not null && trail.Content.Length >= _follower.Size) report.Root.SaysIncomplete($"more than {_follower.Size:N0} bytes");
            findings.AddRange(Findings(trail, report));
        }
        return findings;
    }

    private static IEnumerable<Finding> Findings(LinkTrail trail, DocumentReport? report)
    {
        var where = trail.Hops[0].AbsoluteUri;
        var chain = new List<Evidence>(trail.Hops.Skip(1).Take(8).Select((h, n) => new Evidence($"redirect {n + 1}", Cut(h.AbsoluteUri))));
        if (report is not null && LeadsToFile(report.Root))
            yield return new Finding("link-to-file", "A link leads to an archive, a program, a script or a document that holds code.", Severity.High, "links", [new Evidence(Cut(where), Cut($"{report.Root.Name} ({FileKindNames.Of(report.Root.Kind)})")), .. chain], ["T1204.001", "T1566.002"]);
        if (report is not null)
        {
            foreach (var kind in report.Root.All.SelectMany(f => f.Findings.Where(g => g.Kind.Severity >= FileSeverity.High).Select(g => (f, g))).GroupBy(p => p.g.Kind))
                yield return new Finding(kind.Key.Id, kind.Key.Title, kind.Key.Severity == FileSeverity.Critical ? Severity.Critical : Severity.High, "links", [.. kind.Take(8).Select(p => new Evidence(Cut($"{where} » {p.f.Path}"), Cut(p.g.Text)))], kind.Key.Attack);
        }
        if (report is not null && report.Root.All.Any(f => f.Findings.Any(g => g.LeavesUnread))) yield return new Finding(VerdictPolicy.Incomplete, "What a link leads to could not be examined to its end.", Severity.Low, "links", [new Evidence(Cut(where), report.Root.Name)], []);
        yield return new Finding("link-followed", $"A link was followed: {trail.End}.", Severity.Info, "links", [new Evidence(Cut(where), report is null ? trail.End : $"{FileKindNames.Of(report.Root.Kind)}, {report.Root.Size} bytes"), .. chain], []);
    }

    private static bool LeadsToFile(InspectedFile file) =>
        file.Kind is FileKind.Zip or FileKind.SevenZip or FileKind.Rar or FileKind.Cab or FileKind.Iso or FileKind.Udf or FileKind.Fat or FileKind.Vhd or FileKind.Vhdx or FileKind.Exe or FileKind.Dll or FileKind.Msi or FileKind.Jar or FileKind.Lnk
            or FileKind.JavaScript or FileKind.VbScript or FileKind.EncodedScript or FileKind.WindowsScript or FileKind.Hta or FileKind.PowerShell or FileKind.Batch or FileKind.OneNote or FileKind.Docm or FileKind.Xlsm or FileKind.Xlsb or FileKind.Pptm
        || file.Modules.Count > 0 && file.Kind is FileKind.Doc or FileKind.Xls or FileKind.Ppt;

    private static string Cut(string text) => text.Length > 160 ? text[..159] + "…" : text;

    public void Dispose() => _follower.Dispose();
}
