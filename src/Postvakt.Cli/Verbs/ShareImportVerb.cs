using System.CommandLine;
using System.Globalization;
using System.Text;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Verbs;

/// <summary>share import: a file of others becomes a feed of its own.</summary>
internal static class ShareImportVerb
{
    /// <summary>Bytes. 16 MiB: what is larger is configured as a feed.</summary>
    private const int MaxFile = 16 << 20;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "STIX bundle, MISP event, table or list" };
        var form = new Option<string>("--format") { Description = "What it is", Required = true };
        form.AcceptOnlyFromAmong("stix", "misp", "csv", "plain");
        var name = new Option<string>("--source") { Description = "Name of the feed that it becomes, or adds to", Required = true, HelpName = "NAME" };
        var standing = new Option<string>("--class") { Description = "Who stands behind it", DefaultValueFactory = _ => "public" };
        standing.AcceptOnlyFromAmong("public", "partner", "sister");
        var confidence = new Option<int>("--confidence") { Description = "0 to 100, for what comes without", DefaultValueFactory = _ => 50, HelpName = "NUMBER" };
        var days = new Option<int>("--days") { Description = "How long what comes without an end holds", DefaultValueFactory = _ => 30, HelpName = "NUMBER" };
        var type = new Option<string?>("--type") { Description = "What lines of a plain list are: host, url, address, file, sha256; else what they look like", HelpName = "TYPE" };
        var (reason, json) = (OperatorVerb.Reason(required: false), new Option<bool>("--json") { Description = "Answer as JSON" });
        var verb = new Command("import", "Have mail looked through for what stands in a file of others; it makes mail suspicious at most") { file, form, name, standing, confidence, days, type, reason, json };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var result = await client.SendAsync<FeedImportView>(HttpMethod.Post, OperatorVerb.Path("feeds/import"), new FeedImportRequest
            {
                Name = parsed.GetValue(name), Format = parsed.GetValue(form), Class = parsed.GetValue(standing), Confidence = parsed.GetValue(confidence), Days = parsed.GetValue(days), Type = parsed.GetValue(type),
                Reason = parsed.GetValue(reason), Content = await ReadAsync(parsed.GetValue(file)!, cancellation).ConfigureAwait(false),
            }, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json)) OperatorVerb.Json(result);
            else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Plain.Text(result.Name, 60)}: {result.Given:N0} indicators, {result.Added:N0} new; {result.Aside:N0} set aside, {result.Over:N0} past its share, {result.Unsure:N0} too unsure, {result.Ended:N0} over, {result.Unusable:N0} not usable."));
            foreach (var skipped in result.Skipped) Console.Error.WriteLine("not read: " + Plain.Text(skipped, 200));
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellation)
    {
        var info = new FileInfo(path);
        if (!info.Exists) throw new InstallationException($"{path}: there is no such file");
        if (info.Length > MaxFile) throw new InstallationException($"{path}: larger than 16 MiB; name it under sharing.feeds");
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false));
        }
        catch (DecoderFallbackException broken)
        {
            throw new InstallationException($"{path}: is no UTF-8 text", broken);
        }
    }
}
