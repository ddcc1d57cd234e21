using Postvakt.Hunts;
using Postvakt.Indicators;

namespace Postvakt.Tests.Hunts;

/// <summary>A folder of logs and rules of a test's own.</summary>
internal sealed class HuntPlace : IDisposable
{
    public string Logs { get; } = Directory.CreateTempSubdirectory("postvakt-hunt-").FullName;

    private readonly string _rules = Directory.CreateTempSubdirectory("postvakt-hunt-rules-").FullName;

    /// <summary>Puts a log at a path below the folder.</summary>
    public HuntPlace Log(string path, string text)
    {
        var file = Path.Combine(Logs, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public HuntPlace Rule(string name, string yaml)
    {
        File.WriteAllText(Path.Combine(_rules, name + ".yml"), yaml);
        return this;
    }

    public HuntReport Run(HuntKind kind = HuntKind.Exchange, HuntLimits? limits = null, params Indicator[] indicators) => new HuntRun(kind, HuntRules.Load(kind, [_rules], null, indicators), limits ?? new HuntLimits()).Run([Logs], null, CancellationToken.None);

    /// <summary>A rule that looks at one field.</summary>
    public static string Looks(string title, string logSource, string item, string level = "high", string tags = "") => $"""
        title: {title}
        id: 00000000-0000-4000-8000-{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(title)))[..12].ToLowerInvariant()}
        status: test
        logsource: {logSource}
        detection:
          selection:
            {item}
          condition: selection
        level: {level}
        tags: [{tags}]
        """;

    public void Dispose()
    {
        Directory.Delete(Logs, recursive: true);
        Directory.Delete(_rules, recursive: true);
    }
}
