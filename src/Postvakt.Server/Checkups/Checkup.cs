using Postvakt.Server.Configuration;
using Postvakt.Server.Installations;

namespace Postvakt.Server.Checkups;

/// <summary>Looks an installation over without changing it: makes no folder, no key, no store.</summary>
public sealed class Checkup(TimeProvider clock)
{
    /// <param name="data">The data directory as the operator named it, or null for the configured or usual one.</param>
    /// <param name="config">Path of the configuration, or null where there is none.</param>
    /// <param name="environment">Variables that override it.</param>
    /// <param name="postfix">Looks at Postfix too; empty for its usual directory, null leaves it out.</param>
    public (string Data, IReadOnlyList<Check> Checks) Run(string? data, string? config, IEnumerable<KeyValuePair<string, string>> environment, string? postfix)
    {
        var (serve, errors) = ConfigReader.Read(config, environment);
        var folder = DataDirectory.Resolve(data, serve?.Data);
        var checks = new List<Check> { ConfigCheck.Run(config, errors), ModeCheck.Run(serve) };
        if (config is not null && serve is not null) checks.Add(ReleaseCheck.Run(serve));
        if (postfix is not null) checks.AddRange(PostfixCheck.Run(serve, postfix.Length > 0 ? postfix : null));
        if (!Directory.Exists(folder))
        {
            checks.Add(Check.Broken("data directory", $"{folder} is not there; this makes it: postvakt learn PATH --data {folder}"));
            return (folder, checks);
        }
        checks.Add(FolderCheck.Run(folder));
        checks.Add(LockCheck.Run(folder));
        checks.Add(DiskCheck.Run("disk space", folder));
        checks.Add(DiskCheck.Run("spool space", Path.GetTempPath()));
        var (keys, keyChecks) = KeyRingCheck.Run(folder);
        checks.AddRange(keyChecks);
        DateTimeOffset? newest = null;
        if (serve?.PostgreSql is { } connection) checks.Add(SharedStoreCheck.Run(serve, connection));
        else
        {
            (newest, var memoryChecks) = MemoryCheck.Run(folder, keys);
            checks.AddRange(memoryChecks);
        }
        if (config is not null && serve is not null) checks.AddRange(DirectoryCheck.Run(serve, folder, clock.GetUtcNow()));
        checks.Add(ClockCheck.Run(clock, newest));
        checks.Add(LimitsCheck.Run());
        checks.AddRange(DocumentsCheck.Run(serve?.Documents ?? DocumentsConfig.Default, clock));
        if (serve is not null) checks.AddRange(RulesCheck.Run(serve.Rules, serve.OrgDomains, clock.GetUtcNow()));
        if (serve is not null) checks.AddRange(EventsCheck.Run(serve.Events, folder));
        if (serve is not null) checks.AddRange(FeedsCheck.Run(serve.Sharing));
        if (serve is not null) checks.AddRange(ConnectorsCheck.Run(serve.Connectors, clock));
        return (folder, checks);
    }
}
