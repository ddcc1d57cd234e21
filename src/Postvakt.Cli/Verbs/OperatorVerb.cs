using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>What verbs have in common that ask a server.</summary>
internal static class OperatorVerb
{
    /// <summary>Characters of a sentence that are shown. 2,000: a release to many recipients.</summary>
    private const int MaxText = 2_000;

    public static Option<string?> Reason(bool required) => new("--reason") { Description = "Why; it stands in the audit", HelpName = "TEXT", Required = required };

    /// <summary>A path of the interface with values that may hold anything.</summary>
    public static string Path(string path, params string[] values) => "api/v1/" + string.Format(CultureInfo.InvariantCulture, path, [.. values.Select(Uri.EscapeDataString)]);

    /// <summary>A query of the values that are there.</summary>
    public static string Query(params (string Name, string? Value)[] values) =>
        string.Join('&', values.Where(v => v.Value is { Length: > 0 }).Select(v => v.Name + "=" + Uri.EscapeDataString(v.Value!))) is { Length: > 0 } query ? "?" + query : "";

    /// <summary>Asks for each decision in turn and says what became of it; a refused one does not stop the others.</summary>
    public static async Task<int> DecideAsync(ApiClient client, HttpMethod method, IEnumerable<string> paths, object? body, CancellationToken cancellation)
    {
        var status = ExitStatus.Nothing;
        foreach (var path in paths)
        {
            var ruling = await client.SendAsync<RulingView>(method, path, body, cancellation).ConfigureAwait(false);
            if (ruling.Done) Console.WriteLine(Plain.Text(ruling.Text, MaxText));
            else status = Refused(ruling.Text);
        }
        return status;
    }

    public static int Refused(string text)
    {
        Console.Error.WriteLine("postvakt: " + Plain.Text(text, MaxText));
        return ExitStatus.Trouble;
    }

    public static void Json(object what) => Console.WriteLine(JsonSerializer.Serialize(what, what.GetType(), ApiJson.Options));

    public static string Day(DateTimeOffset? time) => time is { } t ? t.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "-";

    /// <summary>"90d", "12h", or a time: from now on until then.</summary>
    public static Option<string?> Until(string description, bool required) => new("--until") { Description = description + ": a time, or how long from now on, such as 12h or 30d", HelpName = "TIME", Required = required };

    /// <summary>What <see cref="Until"/> says. Throws <see cref="FormatException"/> with a sentence.</summary>
    public static DateTimeOffset? TimeOf(string? text, TimeProvider clock)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)) return time;
        if (int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 10_000)
        {
            if (text[^1] == 'd') return clock.GetUtcNow() + TimeSpan.FromDays(count);
            if (text[^1] == 'h') return clock.GetUtcNow() + TimeSpan.FromHours(count);
        }
        throw new FormatException($"--until: \"{Plain.Text(text, 40)}\" is neither a time nor a number of hours or days such as 12h or 30d");
    }
}
