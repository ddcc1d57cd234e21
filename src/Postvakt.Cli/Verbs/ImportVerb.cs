using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Postvakt.Server.Serving;

namespace Postvakt.Cli.Verbs;

/// <summary>import: what a single server kept in its data directory goes over into the shared store that the configuration names.</summary>
internal static class ImportVerb
{
    public static Command Create()
    {
        var (config, data, format) = (CommonOptions.Config(), CommonOptions.Data(), CommonOptions.Format("table", "json"));
        config.Required = true;
        var verb = new Command("import", "Take the data of a single server over into the shared store that the configuration names; nothing may serve meanwhile") { config, data, format };
        verb.SetAction(async (parsed, cancellation) =>
        {
            var result = await StoreImport.RunAsync(CommonOptions.Read(parsed.GetValue(config)), parsed.GetValue(data), TimeProvider.System, cancellation).ConfigureAwait(false);
            Console.WriteLine(parsed.GetValue(format) == "json"
                ? JsonSerializer.Serialize(new { messages = result.Messages, records = result.Records, held = result.Held, missing = result.Missing, rows = result.Rows })
                : string.Create(CultureInfo.InvariantCulture, $"Took over {result.Messages:N0} mails in Memory, {result.Records:N0} verdicts and {result.Held:N0} held mails ({result.Rows:N0} rows).{(result.Missing > 0 ? $" The bytes of {result.Missing:N0} held mails were already gone." : "")} The data directory is as it was."));
            return ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }
}
