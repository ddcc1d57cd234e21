using Postvakt.Server.Configuration;

namespace Postvakt.Server.Gateway;

/// <summary>The configuration that holds at this moment; a reload swaps it whole.</summary>
internal sealed class ServeState(ServeConfig config)
{
    private volatile ServeConfig _current = config;
    private volatile BannerExtras _extras = BannerExtras.None;

    public ServeConfig Current => _current;

    /// <summary>What banners say besides; changes while serving.</summary>
    public BannerExtras Extras { get => _extras; set => _extras = value; }

    /// <summary>Takes over what may change while serving; returns the keys that need a restart to take effect.</summary>
    public IReadOnlyList<string> Take(ServeConfig next)
    {
        var before = _current;
        _current = before with { Policy = next.Policy };
        return RestartKeys.Between(before, next);
    }
}
