using System.Globalization;
using Postvakt.Server.Installations;
using Postvakt.Storage;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Server.Checkups;

/// <summary>Memory: opens, whole, made with this key, and deep enough to test claims with.</summary>
internal static class MemoryCheck
{
    private const string Name = "Memory";

    /// <summary>Below this many trusted messages, findings that rest on absence weigh less.</summary>
    private const long Shallow = 500;

    public static (DateTimeOffset? Newest, IReadOnlyList<Check> Checks) Run(string folder, KeyRing? keys)
    {
        var path = Path.Combine(folder, DataDirectory.MemoryName);
        if (!File.Exists(path)) return (null, [Check.Warning(Name, $"empty: nothing was learned yet; feed it past mail with: postvakt learn PATH --data {folder}")]);
        try
        {
            var state = MemoryInspection.Read(path);
            if (state.Damage is { } damage) return (null, [Check.Broken(Name, $"{path} is damaged: {damage}; restore it from your backup, or move it away and learn again")]);
            if (keys is not null && state.KeyId is { } made && made != keys.Fingerprint.Id)
                return (null, [Check.Broken(Name, $"{path} was made with key {made}, the key ring holds {keys.Fingerprint.Id}; put the right key ring to {keys.Path}")]);
            return (state.Newest, [Check.Ok(Name, $"{path} is whole, format {state.Version}"), Depth(state)]);
        }
        catch (StoreException broken)
        {
            return (null, [Check.Broken(Name, broken.Message)]);
        }
    }

    private static Check Depth(MemoryState state)
    {
        var days = state is { Oldest: { } first, Newest: { } last } ? (last - first).TotalDays : 0;
        var text = string.Create(CultureInfo.InvariantCulture, $"{state.Messages:N0} messages over {days:N0} days, {state.Trusted:N0} of them trusted");
        return state.Trusted < Shallow
            ? Check.Warning("depth", text + "; shallow: findings that rest on absence weigh less. Feed it past mail with: postvakt learn PATH")
            : Check.Ok("depth", text);
    }
}
