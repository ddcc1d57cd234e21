using Postvakt.Server.Configuration;

namespace Postvakt.Server.Teams;

/// <summary>The ways in Teams that are configured.</summary>
internal sealed class TeamsWays : IDisposable
{
    private readonly TeamsHttp _http;
    private readonly BotKeys? _keys;

    public TeamsWays(TeamsConfig config, TimeProvider clock)
    {
        _http = new TeamsHttp(clock);
        if (config.Bot is { } bot)
        {
            Bot = new BotConnector(_http, bot, config.Tenant, clock);
            _keys = new BotKeys(_http, bot.Metadata, clock);
            Check = new BotTokenCheck(bot, _keys, clock);
        }
        if (config.Chat is { } chat) Chat = new GraphChat(_http, chat, config.Tenant, clock);
        if (config.WebhookFile is { } file) Channel = new WorkflowHook(_http, file);
    }

    public BotConnector? Bot { get; }

    /// <summary>Of what comes in for the bot.</summary>
    public BotTokenCheck? Check { get; }

    public GraphChat? Chat { get; }

    public WorkflowHook? Channel { get; }

    public void Dispose()
    {
        Bot?.Dispose();
        Chat?.Dispose();
        _keys?.Dispose();
        _http.Dispose();
    }
}
