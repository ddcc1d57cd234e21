using System.Buffers;
using System.Net;
using Postvakt.EventLogs;

namespace Postvakt.Hunts;

/// <summary>Reads out of an event what it may share with others: machine, person, file, digest, address, mail.</summary>
internal static class Traits
{
    /// <summary>Traits of one event. 40: a burst of recipients says no more.</summary>
    private const int Max = 40;

    /// <summary>Files named in one command line. 8.</summary>
    private const int MaxFiles = 8;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> Ending = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> Between = SearchValues.Create(" \"',;=\\/");

    private static readonly Dictionary<string, TraitKind> Kinds = new(StringComparer.Ordinal)
    {
        ["Computer"] = TraitKind.Host, ["ServerHostName"] = TraitKind.Host, ["ServerName"] = TraitKind.Host, ["server-hostname"] = TraitKind.Host, ["s-computername"] = TraitKind.Host, ["DeviceName"] = TraitKind.Host,
        ["User"] = TraitKind.Person, ["TargetUserName"] = TraitKind.Person, ["SubjectUserName"] = TraitKind.Person, ["AuthenticatedUser"] = TraitKind.Person, ["cs-username"] = TraitKind.Person,
        ["sender-address"] = TraitKind.Person, ["UserId"] = TraitKind.Person, ["UserPrincipalName"] = TraitKind.Person, ["MailboxOwnerUPN"] = TraitKind.Person, ["AccountName"] = TraitKind.Person,
        ["Hashes"] = TraitKind.Hash, ["SHA256"] = TraitKind.Hash, ["SHA1"] = TraitKind.Hash, ["MD5"] = TraitKind.Hash,
        ["QueryName"] = TraitKind.Url, ["DestinationHostname"] = TraitKind.Url, ["RemoteUrl"] = TraitKind.Url, ["cs-uri-stem"] = TraitKind.Url, ["UrlStem"] = TraitKind.Url,
        ["TargetFilename"] = TraitKind.File, ["ImageLoaded"] = TraitKind.File, ["CommandLine"] = TraitKind.File, ["RelativeTargetName"] = TraitKind.File, ["Parameters"] = TraitKind.File,
        ["message-id"] = TraitKind.MessageId, ["InternetMessageId"] = TraitKind.MessageId, ["MessageId"] = TraitKind.MessageId,
        ["c-ip"] = TraitKind.Address, ["ClientIpAddress"] = TraitKind.Address, ["SourceIp"] = TraitKind.Address, ["DestinationIp"] = TraitKind.Address, ["client-ip"] = TraitKind.Address,
        ["original-client-ip"] = TraitKind.Address, ["ClientIP"] = TraitKind.Address, ["IPAddress"] = TraitKind.Address, ["IpAddress"] = TraitKind.Address,
    };

    public static IReadOnlyList<Trait> Of(LogEvent read)
    {
        var found = new List<Trait>();
        foreach (ref readonly var field in read.Fields)
        {
            if (field.Kind != LogFieldKind.Text || !Kinds.TryGetValue(field.Name, out var kind)) continue;
            AddTo(found, kind, field.Text.Span, field.Name is "CommandLine" or "Parameters");
            if (found.Count >= Max) break;
        }
        return found;
    }

    /// <summary>A trait of a field that a correlation kept; null where the field says none.</summary>
    public static IReadOnlyList<Trait> Of(string field, string value)
    {
        var found = new List<Trait>();
        if (Kinds.TryGetValue(field, out var kind)) AddTo(found, kind, value, field is "CommandLine" or "Parameters");
        return found;
    }

    /// <summary>Whether a field names the machine that the event is about.</summary>
    public static bool IsHost(string field) => Kinds.TryGetValue(field, out var kind) && kind == TraitKind.Host;

    /// <summary>The first label in lower case; empty for an address or none.</summary>
    public static string Host(ReadOnlySpan<char> name)
    {
        name = name.Trim();
        if (name.Length == 0 || name is "-" || IPAddress.TryParse(name, out _)) return "";
        var dot = name.IndexOf('.');
        return Cut(dot > 0 ? name[..dot] : name);
    }

    private static void AddTo(List<Trait> found, TraitKind kind, ReadOnlySpan<char> value, bool isCommand)
    {
        value = value.Trim();
        if (value.Length == 0 || value is "-") return;
        switch (kind)
        {
            case TraitKind.Host: Put(found, kind, Host(value)); break;
            case TraitKind.Person: Put(found, kind, Person(value)); break;
            case TraitKind.Hash: AddHashes(found, value); break;
            case TraitKind.File when isCommand: AddFiles(found, value); break;
            case TraitKind.File: Put(found, kind, Leaf(value)); break;
            case TraitKind.MessageId: Put(found, kind, Cut(value.Trim("<>"))); break;
            case TraitKind.Address: Put(found, kind, Address(value)); break;
            default: Put(found, kind, Cut(value)); break;
        }
    }

    private static void Put(List<Trait> found, TraitKind kind, string value)
    {
        if (value.Length > 0 && found.Count < Max && !found.Contains(new Trait(kind, value))) found.Add(new Trait(kind, value));
    }

    /// <summary>Without the domain; machines and what belongs to the system are nobody.</summary>
    private static string Person(ReadOnlySpan<char> name)
    {
        name = name[(name.LastIndexOf('\\') + 1)..];
        return name.EndsWith("$") || name.Equals("SYSTEM", StringComparison.OrdinalIgnoreCase) || name.EndsWith(" SERVICE", StringComparison.OrdinalIgnoreCase) ? "" : Cut(name);
    }

    /// <summary>"SHA1=…,MD5=…,SHA256=…", or one digest.</summary>
    private static void AddHashes(List<Trait> found, ReadOnlySpan<char> value)
    {
        foreach (var part in value.Split(','))
        {
            var one = value[part];
            one = one[(one.IndexOf('=') + 1)..];
            // An empty or import digest is shared by programs that have nothing to do with each other.
            if (one.Length is 32 or 40 or 64 && !one.ContainsAnyExcept(Hex) && !value[part].StartsWith("IMPHASH", StringComparison.OrdinalIgnoreCase) && one.ContainsAnyExcept('0')) Put(found, TraitKind.Hash, Cut(one));
        }
    }

    /// <summary>Files in a command line: what stands behind a backslash or blank and has an ending, but programs, which everybody starts.</summary>
    private static void AddFiles(List<Trait> found, ReadOnlySpan<char> command)
    {
        var files = 0;
        foreach (var part in command.SplitAny(Between))
        {
            var word = command[part];
            var dot = word.LastIndexOf('.');
            if (dot < 1 || word.Length - dot is < 3 or > 8 || word[(dot + 1)..].ContainsAnyExcept(Ending) || word.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) || word.EndsWith(".com", StringComparison.OrdinalIgnoreCase)) continue;
            Put(found, TraitKind.File, Cut(word));
            if (++files == MaxFiles) return;
        }
    }

    private static string Leaf(ReadOnlySpan<char> path) => Cut(path[(path.LastIndexOfAny('\\', '/') + 1)..]);

    /// <summary>Without port and brackets. Loopback joins nothing.</summary>
    private static string Address(ReadOnlySpan<char> value)
    {
        if (value.Count(':') == 1) value = value[..value.IndexOf(':')];
        if (value.StartsWith("[")) value = value[1..Math.Max(1, value.IndexOf(']'))];
        return IPAddress.TryParse(value, out var address) && !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.Any) ? address.ToString() : "";
    }

    private static string Cut(ReadOnlySpan<char> value) => (value.Length > Trait.MaxValue ? value[..Trait.MaxValue] : value).ToString().ToLowerInvariant();
}
