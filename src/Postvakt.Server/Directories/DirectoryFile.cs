using System.Text.Json;
using System.Text.Json.Serialization;
using Postvakt.Directories;

namespace Postvakt.Server.Directories;

/// <summary>The last good snapshot in the data directory (0600), so that a source that is down at a start costs nothing, and beside it how the last attempt went.</summary>
internal sealed class DirectoryFile(string folder)
{
    public const string Name = "directory.json";
    private const string StatusName = "directory-status.json";

    /// <summary>Bytes. 1 GiB: 1,000,000 people of a thousand bytes.</summary>
    private const long MaxBytes = 1L << 30;

    private const long MaxStatusBytes = 64 << 10;

    /// <summary>Of the file. Another one was written by a later Postvakt.</summary>
    private const int Version = 1;

    /// <summary>What was kept, or null; with a sentence where the file is there and is of no use.</summary>
    public (DirectorySnapshot? Snapshot, string? Fault) Read()
    {
        var (kept, fault) = Load(Name, MaxBytes, DirectoryJson.Default.KeptDirectory);
        if (kept is null) return (null, fault);
        if (kept.Version != Version) return (null, $"{At(Name)}: has format {kept.Version}, and this Postvakt knows {Version}; it is left out until the source is read");
        return kept.IsWhole ? (new DirectorySnapshot(kept.People!, kept.Partners!, kept.TakenAt), null) : (null, Damaged(Name, "people without an id or address"));
    }

    /// <summary>Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
    public void Write(DirectorySnapshot snapshot) => Save(Name, new KeptDirectory(Version, snapshot.TakenAt, snapshot.People, snapshot.Partners), DirectoryJson.Default.KeptDirectory);

    /// <summary>Null where none was kept.</summary>
    public DirectoryStatus? ReadStatus() => Load(StatusName, MaxStatusBytes, DirectoryJson.Default.DirectoryStatus).Value;

    /// <summary>Throws as <see cref="Write"/> does.</summary>
    public void WriteStatus(DirectoryStatus status) => Save(StatusName, status, DirectoryJson.Default.DirectoryStatus);

    private (T? Value, string? Fault) Load<T>(string name, long most, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class
    {
        try
        {
            using var file = File.OpenRead(At(name));
            if (file.Length > most) return (null, Damaged(name, "it is too large"));
            return JsonSerializer.Deserialize(file, type) is { } value ? (value, null) : (null, Damaged(name, "it is empty"));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, null);
        }
        catch (JsonException broken)
        {
            return (null, Damaged(name, FormattableString.Invariant($"no JSON of this form at line {broken.LineNumber + 1}")));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return (null, $"{At(name)}: cannot be read: {refused.Message}");
        }
    }

    /// <summary>Beside it, flushed, then in its place: a crash leaves the old one or the new one.</summary>
    private void Save<T>(string name, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        var next = At(name + ".new");
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(next, options))
        {
            JsonSerializer.Serialize(file, value, type);
            file.Flush(flushToDisk: true);
        }
        File.Move(next, At(name), overwrite: true);
    }

    private string Damaged(string name, string why) => $"{At(name)}: is damaged ({why}); it is left out until the source is read";

    private string At(string name) => Path.Combine(folder, name);
}

/// <summary>The file's form.</summary>
internal sealed record KeptDirectory(int Version, DateTimeOffset TakenAt, IReadOnlyList<Person>? People, IReadOnlyList<Partner>? Partners)
{
    /// <summary>A file may hold anything; what is missing in it would be found out in the middle of a mail.</summary>
    [JsonIgnore]
    public bool IsWhole => People is not null && Partners is not null
        && People.All(p => p is { Id: not null, Name: not null, Addresses.Count: > 0, Language: not null, Manager: not null, Groups: not null, Members: not null } && Full(p.Addresses) && Full(p.Groups) && Full(p.Members))
        && Partners.All(p => p is { Name: not null, Domains: not null, Contact: not null } && Full(p.Domains));

    private static bool Full(IReadOnlyList<string> list) => list.All(text => text is not null);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(KeptDirectory))]
[JsonSerializable(typeof(DirectoryStatus))]
internal sealed partial class DirectoryJson : JsonSerializerContext;
