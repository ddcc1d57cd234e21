using System.CommandLine;
using System.Globalization;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Verbs;

/// <summary>keys status|copy|rotate: the key ring, without which the stores are of no use.</summary>
internal static class KeysVerb
{
    public static Command Create() => new("keys", "The key ring") { Status(), Copy(), Rotate() };

    private static Command Status()
    {
        var data = CommonOptions.Data();
        var verb = new Command("status", "Show which keys there are, and when they were last copied") { data };
        verb.SetAction(parsed =>
        {
            var ring = KeyRing.Open(PathOf(parsed.GetValue(data)), mayCreate: false, mayChange: false);
            Console.WriteLine(ring.Path);
            Console.WriteLine($"fingerprint    {ring.Fingerprint.Id}");
            foreach (var (kind, name) in ring.Names) Console.WriteLine($"{kind,-14} {name}");
            Console.WriteLine(ring.Copied is { } at
                ? string.Create(CultureInfo.InvariantCulture, $"copied         {at:yyyy-MM-dd HH:mm} UTC") : "copied         never since the last change; do it now: postvakt keys copy FILE");
            return ring.Copied is null ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }

    private static Command Copy()
    {
        var target = new Argument<string>("FILE") { Description = "A new file, on a medium that is kept apart from the backups" };
        var data = CommonOptions.Data();
        var verb = new Command("copy", "Copy the key ring, and note that it was done") { target, data };
        verb.SetAction(parsed =>
        {
            var (path, copy) = (PathOf(parsed.GetValue(data)), Path.GetFullPath(parsed.GetValue(target)!));
            KeyRing.Backup(path, copy, TimeProvider.System.GetUtcNow());
            Console.WriteLine($"copied to {copy}. Who has this file and your stores can read held mail: keep them apart.");
            return ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }

    private static Command Rotate()
    {
        var kind = new Argument<string>("KIND") { Description = "seal (held mail, subjects, excerpts) or token (marks that come back)" };
        kind.AcceptOnlyFromAmong("seal", "token");
        var data = CommonOptions.Data();
        var verb = new Command("rotate", "Add a new version of a key; older ones stay to open what they closed") { kind, data };
        verb.SetAction(parsed =>
        {
            var path = PathOf(parsed.GetValue(data));
            var version = KeyRing.Rotate(path, parsed.GetValue(kind)!);
            Console.WriteLine($"{parsed.GetValue(kind)} {version} is made. Copy {path} to every node, restart them, and make a new copy: postvakt keys copy FILE");
            return ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }

    private static string PathOf(string? data) => KeyRing.Resolve(DataDirectory.Resolve(data));
}
