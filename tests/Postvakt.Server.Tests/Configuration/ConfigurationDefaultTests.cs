using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Tests.Configuration;

/// <summary>
/// The defaults and words that the reference of the configuration names are those of the code: a key with its default said is a key of which nothing is said, and whoever says a wrong word is told those that stand there.
/// Defaults in words ("none", "the system's") are not looked at.
/// </summary>
public sealed partial class ConfigurationDefaultTests
{
    /// <summary>A configuration in which every section is there with what it cannot do without.</summary>
    private const string Whole = """
        { "domains": [{ "name": "firm.example" }], "milter": [{}], "smtp": [{ "next_hop": "mail.firm.example:25" }], "notices": { "from": "p@firm.example" },
          "reports": { "mailbox": { "server": "imap.firm.example:993", "user": "u", "password_file": "/p" } }, "directory": { "ldap": { "server": "ldap.firm.example:389", "base": "dc=firm" } },
          "sharing": { "feeds": [{ "name": "f", "kind": "taxii", "url": "https://f.example/" }], "sisters": [{ "name": "s", "url": "https://s.example/", "token_file": "/t" }] },
          "clamd": { "address": "127.0.0.1:3310" }, "hashes": { "key_file": "/k" }, "links": { "inspect": "true" }, "authentication": { "source": "verify", "authserv_id": "mx.firm.example" },
          "console": { "url": "https://console.firm.example", "oidc": { "authority": "https://id.example", "client_id": "c", "roles": { "analyst": ["a"] } } },
          "events": { "outputs": [{ "name": "s", "kind": "syslog", "server": "siem.example:6514" }, { "name": "w", "kind": "webhook", "url": "https://w.example/", "secret_file": "/w" }, { "name": "f", "kind": "file", "path": "/var/log/f" }] } }
        """;

    /// <summary>Where nothing is said the data directory is decided by others too; links are on above, so that their other keys count.</summary>
    private static readonly string[] Elsewhere = ["data", "links.inspect"];

    [Fact]
    public void Whole_IsTaken() => Assert.Empty(Read(JsonNode.Parse(Whole)!).Errors);

    [Fact]
    public void Defaults_AreThoseOfTheCode()
    {
        var usual = Told(Read(JsonNode.Parse(Whole)!).Config);
        var said = Rows().SelectMany(Defaults).Where(d => !Elsewhere.Contains(d.Key)).ToArray();
        Assert.True(said.Length > 50, $"only {said.Length} defaults were found");
        string[] faults = [.. said.Where(d => !IsUsual(d.Key, d.Value, usual)).Select(d => $"{d.Key}: {d.Value} is not what holds")];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Words_ThatTheCodeKnows_StandInTheReference()
    {
        var (faults, seen) = (new List<string>(), 0);
        var rows = Rows().ToArray();
        foreach (var row in rows)
        {
            foreach (var key in row.Keys)
            {
                var words = Variants(key, "no-such-word").SelectMany(v => Read(v).Errors).Select(e => OneOf().Match(e)).Where(m => m.Success).SelectMany(m => m.Groups[1].Value.Split(", ")).Distinct(StringComparer.Ordinal).ToArray();
                if (words.Length == 0) continue;
                seen++;
                // "mode" and "language" are explained once.
                var text = string.Concat(rows.Where(r => r == row || r.Keys.Any(k => k.Split('.')[^1] == key.Split('.')[^1])).Select(r => r.Text));
                var stand = Code().Matches(text).SelectMany(m => m.Groups[1].Value.Split(' ', ',')).Select(Plain).ToHashSet(StringComparer.Ordinal);
                faults.AddRange(words.Where(w => !stand.Contains(Plain(w))).Select(w => $"{key}: {w} does not stand there"));
            }
        }
        Assert.True(seen > 15, $"only {seen} keys with words were found");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("policy.keep_held", "31d")]
    [InlineData("limits.waiting", "255")]
    [InlineData("console.oidc.account_claim", "upn")]
    public void DefaultThatIsNone_IsFound(string key, string value) => Assert.False(IsUsual(key, JsonValue.Create(value), Told(Read(JsonNode.Parse(Whole)!).Config)));

    /// <summary>Some keys are of one kind of output only.</summary>
    private static bool IsUsual(string key, JsonNode value, string usual) => Variants(key, value).Any(v => Told(Read(v).Config) == usual);

    /// <summary>The whole configuration with a key set, in each item of its list in turn.</summary>
    private static IEnumerable<JsonNode> Variants(string key, JsonNode value)
    {
        for (var item = 0; item < 3; item++)
        {
            var root = JsonNode.Parse(Whole)!;
            if (Set(root, key.Split('.'), value.DeepClone(), item)) yield return root;
        }
    }

    private static bool Set(JsonNode at, ReadOnlySpan<string> path, JsonNode value, int item)
    {
        var (name, isList) = path[0].EndsWith("[]", StringComparison.Ordinal) ? (path[0][..^2], true) : (path[0], false);
        if (path.Length == 1)
        {
            at[name] = value;
            return true;
        }
        var next = at[name] ??= isList ? new JsonArray(new JsonObject()) : new JsonObject();
        if (!isList) return Set(next, path[1..], value, item);
        return item < next.AsArray().Count && Set(next[item]!, path[1..], value, item);
    }

    private static (ServeConfig? Config, IReadOnlyList<string> Errors) Read(JsonNode root)
    {
        var file = Path.GetTempFileName();
        // JSON is YAML.
        File.WriteAllText(file, root.ToJsonString());
        var read = ConfigReader.Read(file, []);
        File.Delete(file);
        return read;
    }

    /// <summary>Everything in it, in words: records with lists are equal only to themselves.</summary>
    private static string Told(object? value, int depth = 0) => value switch
    {
        null => "nothing",
        string text => text,
        DictionaryEntry pair => $"{pair.Key}={Told(pair.Value, depth + 1)}",
        IEnumerable all => $"[{string.Join(", ", all.Cast<object?>().Select(o => Told(o, depth + 1)))}]",
        _ when value.GetType().Assembly != typeof(ServeConfig).Assembly && value.GetType().Namespace?.StartsWith("Postvakt", StringComparison.Ordinal) != true => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ when value.GetType().IsEnum || depth > 8 => value.ToString()!,
        _ => $"{{{string.Join(", ", value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0).Select(p => $"{p.Name}={Told(p.GetValue(value), depth + 1)}"))}}}",
    };

    /// <summary>Rows of the table with whole keys: ".mode" stands beside the key before it, "… `kind`" below the list before it.</summary>
    private static IEnumerable<(string[] Keys, string Default, string Text)> Rows()
    {
        var list = "";
        foreach (Match row in Row().Matches(File.ReadAllText(Checkout.At("docs/operations/configuration.md"))))
        {
            var (before, keys) = ("", new List<string>());
            foreach (Match one in Code().Matches(row.Groups[1].Value))
            {
                var name = one.Groups[1].Value;
                if (name.Contains('…', StringComparison.Ordinal)) continue;
                before = row.Groups[1].Value[0] == '…' ? $"{list}[].{name}" : name[0] == '.' ? before[..before.LastIndexOf('.')] + name : name;
                keys.Add(before);
            }
            if (row.Groups[1].Value[0] != '…') list = before;
            yield return ([.. keys], row.Groups[2].Value.Trim(), row.Value);
        }
    }

    /// <summary>"`2s`, `8s`" of two keys; "`profile`, `email`" of one, a list; "`none`" of two, the same of both.</summary>
    private static IEnumerable<(string Key, JsonNode Value)> Defaults((string[] Keys, string Default, string Text) row)
    {
        var parts = Comma().Split(row.Default);
        var values = parts.Select(p => Value().Match(p) is { Success: true } m ? m.Groups[1].Value + m.Groups[2].Value : null).ToArray();
        if (row.Keys.Length == 1 && values.Length > 1 && values.All(v => v is not null)) yield return (row.Keys[0], new JsonArray([.. values.Select(v => JsonValue.Create(v))]));
        else if (values.Length == row.Keys.Length || values.Length == 1)
        {
            for (var n = 0; n < row.Keys.Length; n++)
            {
                if (values[values.Length == 1 ? 0 : n] is { } value) yield return (row.Keys[n], value[0] == '[' ? new JsonArray([.. value.Trim('[', ']').Split(", ").Select(v => JsonValue.Create(v))]) : JsonValue.Create(value));
            }
        }
    }

    /// <summary>Words are known in any case, and of two parts with or without what joins them.</summary>
    private static string Plain(string word) => word.Trim('[', ']').Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    [GeneratedRegex("^\\| ((?:… )?`[^|]*) \\|([^|]*)\\|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(", (?![^`\\[]*\\])")]
    private static partial Regex Comma();

    /// <summary>A value and nothing else: in quotes of code, or a number.</summary>
    [GeneratedRegex("^(?:`([^`]+)`|([0-9]+))$")]
    private static partial Regex Value();

    [GeneratedRegex("one of ([^();]+?) \\(")]
    private static partial Regex OneOf();
}
