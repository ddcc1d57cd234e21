using System.CommandLine;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;
using Postvakt.Server.Operation;

namespace Postvakt.Cli.Verbs;

/// <summary>Whom a verb asks: a server elsewhere that is named, else one that runs on the data directory, else this process itself.</summary>
internal sealed class Connection
{
    private readonly Option<string?> _data = CommonOptions.Data(), _config = ServeVerb.Config();
    private readonly Option<string?> _server = new("--server") { Description = "A server elsewhere", HelpName = "URL" };
    private readonly Option<string?> _token = new("--token-file") { Description = "File with the token for it", HelpName = "FILE" };

    /// <summary>Adds the options to a verb.</summary>
    public Connection(Command verb)
    {
        foreach (var option in (Option[])[_data, _config, _server, _token]) verb.Options.Add(option);
        verb.Validators.Add(result =>
        {
            var (server, token) = (result.GetValue(_server), result.GetValue(_token));
            if (server is null != token is null) result.AddError("--server and --token-file belong together");
            if (server is not null && !Uri.TryCreate(server, UriKind.Absolute, out _)) result.AddError("--server: an address such as https://postvakt.firm.example");
        });
    }

    /// <summary>Sets what a verb does with whom it asks.</summary>
    public void SetAction(Command verb, Func<ParseResult, ApiClient, CancellationToken, Task<int>> ask) => verb.SetAction(async (parsed, cancellation) =>
    {
        var client = await OpenAsync(parsed, cancellation).ConfigureAwait(false);
        await using var _ = client.ConfigureAwait(false);
        return await ask(parsed, client, cancellation).ConfigureAwait(false);
    });

    /// <summary>The configuration that holds.</summary>
    public ServeConfig Read(ParseResult parsed) => CommonOptions.Read(ServeVerb.Find(parsed.GetValue(_config)));

    /// <summary>Whom the options name.</summary>
    public async Task<ApiClient> OpenAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_server) is { } server) return ApiClient.Of(new Uri(server), parsed.GetValue(_token)!);
        return await OwnServer.FindOrOpenAsync(Read(parsed), parsed.GetValue(_data), TimeProvider.System, cancellation).ConfigureAwait(false);
    }
}
