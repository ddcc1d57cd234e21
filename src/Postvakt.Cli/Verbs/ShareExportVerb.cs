using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Sharing;

namespace Postvakt.Cli.Verbs;

/// <summary>share export: what an incident or campaign taught, as a file.</summary>
internal static class ShareExportVerb
{
    private static readonly string[] Formats = [.. Enum.GetNames<ShareFormat>().Select(f => f.ToLowerInvariant())];

    public static Command Create()
    {
        var (kind, id, tlp, title) = (ShareVerb.Kind(), new Argument<string>("ID") { Description = "Id of the incident, or name of the campaign" }, ShareVerb.Tlp("clear", "green", "amber", "amber+strict", "red"), ShareVerb.Title());
        var format = CommonOptions.Format(Formats);
        var type = new Option<string>("--type") { Description = "Which values a plain list has", DefaultValueFactory = _ => "host", HelpName = "TYPE" };
        type.AcceptOnlyFromAmong([.. SharedIndicator.Types]);
        var output = new Option<FileInfo?>("--output") { Description = "File to write; else the screen", HelpName = "FILE" };
        var verb = new Command("export", "Write what an incident or campaign taught as STIX 2.1, MISP, a table, a list, Sigma or mail rules") { kind, id, format, tlp, type, title, output };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            (string, string?)[] asked = [("format", parsed.GetValue(format)), ("tlp", parsed.GetValue(tlp)), ("type", parsed.GetValue(type)), ("title", parsed.GetValue(title))];
            var path = parsed.GetValue(kind) == "incident" ? OperatorVerb.Path("incidents/{0}/share", parsed.GetValue(id)!) + OperatorVerb.Query(asked) : OperatorVerb.Path("campaigns/share") + OperatorVerb.Query([("name", parsed.GetValue(id)), .. asked]);
            var file = parsed.GetValue(output);
            if (await client.CopyAsync(path, () => file is null ? Console.OpenStandardOutput() : file.Create(), cancellation).ConfigureAwait(false) is not null) return ExitStatus.Nothing;
            return OperatorVerb.Refused($"there is no {parsed.GetValue(kind)} {parsed.GetValue(id)}");
        });
        return verb.Needs(Role.Responder, Scope.Incidents);
    }
}
