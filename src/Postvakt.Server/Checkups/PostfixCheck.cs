using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Checkups;

/// <summary>Whether a Postfix asks this Postvakt about its mail, and what it does when it gets no answer. Says the lines that are missing.</summary>
internal sealed class PostfixCheck(ServeConfig config, PostfixSettings settings)
{
    private const string Name = "Postfix";

    /// <summary>Filters after the queue stand behind the milters of their own listener.</summary>
    private static readonly string[] Inbound = ["smtp/inet", "smtps/inet", "submissions/inet", "submission/inet", "smtpd/pass"];

    public static IEnumerable<Check> Run(ServeConfig? config, string? folder)
    {
        if (config is null) return [Check.Broken(Name, "the configuration of serve must be well first")];
        var (settings, fault) = PostfixSettings.Read(folder);
        return settings is null ? [Check.Broken(Name, fault)] : new PostfixCheck(config, settings).Checks();
    }

    private IEnumerable<Check> Checks()
    {
        if (config.Milters.Count == 0)
        {
            yield return Check.Note(Name, "this configuration has no milter; mail comes by SMTP (content_filter)");
            yield break;
        }
        var milter = config.Milters[0];
        yield return Listens(milter);
        yield return Asks(milter);
        foreach (var (service, _, value) in settings.Overrides.Where(o => o.Name == "smtpd_milters" && Inbound.Contains(o.Service) && !Names(o.Value, milter)))
            yield return Check.Warning(Name, $"master.cf: {service} has its own smtpd_milters ({(value.Length > 0 ? value : "empty")}) without Postvakt; mail that comes there is not judged");
        foreach (var (service, _, _) in settings.Overrides.Where(o => o.Name == "receive_override_options" && Inbound.Contains(o.Service) && o.Value.Contains("no_milters", StringComparison.Ordinal)))
            yield return Check.Warning(Name, $"master.cf: {service} has receive_override_options=no_milters; mail that comes there is not judged");
        yield return WithoutAnswer();
        yield return Patience();
        if (settings["milter_protocol"] is not ("" or "6")) yield return Check.Warning(Name, $"milter_protocol is {settings["milter_protocol"]}; changes to headers need version 6: milter_protocol = 6");
        if (!Names(settings["non_smtpd_milters"], milter)) yield return Check.Note(Name, $"mail handed in with sendmail(1) is not judged; if programs here send to people: non_smtpd_milters = {Address(milter)}");
        if (long.TryParse(settings["message_size_limit"], CultureInfo.InvariantCulture, out var largest) && (largest == 0 || largest > config.Limits.MaxMessageBytes))
            yield return Check.Note(Name, $"Postfix takes mail of {(largest == 0 ? "any size" : largest.ToString("N0", CultureInfo.InvariantCulture) + " bytes")}; Postvakt judges the first {config.Limits.MaxMessageBytes >> 20} MiB, and what is larger is undetermined");
        if (settings["smtpd_milters"].Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } several && !Is(several[^1], milter))
            yield return Check.Note(Name, "Postvakt is not the last milter; put it behind those that check signatures, so that it sees their results");
    }

    private Check Asks(MilterListenerConfig milter) => Names(settings["smtpd_milters"], milter)
        ? Check.Ok(Name, $"smtpd_milters names {Address(milter)}")
        : Check.Broken(Name, $"Postfix does not ask Postvakt. Add to main.cf, then postfix reload: smtpd_milters = {string.Join(", ", settings["smtpd_milters"].Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Append(Address(milter)))}");

    private Check WithoutAnswer()
    {
        var action = OwnAction() ?? settings["milter_default_action"];
        return action switch
        {
            "tempfail" or "" => Check.Ok(Name, "without an answer mail waits at its sender (milter_default_action = tempfail): nothing passes unjudged, nothing is lost"),
            "accept" => Check.Warning(Name, "milter_default_action = accept: while Postvakt does not answer, mail passes unjudged; if that is not meant: milter_default_action = tempfail"),
            "reject" => Check.Broken(Name, "milter_default_action = reject: while Postvakt does not answer, mail is refused for good and lost; set: milter_default_action = tempfail"),
            _ => Check.Warning(Name, $"milter_default_action = {action}: Postvakt was tried with tempfail"),
        };
    }

    /// <summary>What stands beside our milter alone: smtpd_milters = { inet:…, default_action=accept } (MILTER_README).</summary>
    private string? OwnAction() => settings["smtpd_milters"].Split('{', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('}')[0])
        .Where(part => Names(part, config.Milters[0])).SelectMany(part => part.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(word => word.StartsWith("default_action=", StringComparison.Ordinal))?["default_action=".Length..];

    private Check Patience()
    {
        var text = settings["milter_content_timeout"];
        var seconds = Seconds(text);
        return seconds is { } time && time < config.Limits.Deadline.TotalSeconds + 10
            ? Check.Warning(Name, string.Create(CultureInfo.InvariantCulture, $"milter_content_timeout is {text}, the deadline of an answer {config.Limits.Deadline.TotalSeconds:0}s; Postfix must wait longer: milter_content_timeout = 300s"))
            : Check.Ok(Name, $"waits {(text.Length > 0 ? text : "300s")} for an answer");
    }

    private static Check Listens(MilterListenerConfig milter)
    {
        using var socket = milter.Socket is null ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        EndPoint point = milter.Socket is { } path ? new UnixDomainSocketEndPoint(path) : milter.Address!;
        try
        {
            socket.Connect(point);
            return Check.Ok("milter", $"{Address(milter)} answers");
        }
        catch (SocketException refused)
        {
            return Check.Warning("milter", $"nothing answers at {Address(milter)} ({refused.Message}); start it with: postvakt serve");
        }
    }

    private static bool Names(string milters, MilterListenerConfig milter) => milters.Split([',', ' ', '{', '}'], StringSplitOptions.RemoveEmptyEntries).Any(m => Is(m, milter));

    private static bool Is(string written, MilterListenerConfig milter)
    {
        if (milter.Socket is { } path) return written.StartsWith("unix:", StringComparison.Ordinal) && (written[5..] == path || path.EndsWith('/' + written[5..].TrimStart('/'), StringComparison.Ordinal));
        var place = written.StartsWith("inet:", StringComparison.Ordinal) ? written[5..] : "";
        return place == milter.Address!.ToString() || (IPAddress.IsLoopback(milter.Address.Address) && place == $"localhost:{milter.Address.Port}")
            || (milter.Address.Address.Equals(IPAddress.Any) && place.EndsWith($":{milter.Address.Port}", StringComparison.Ordinal));
    }

    private static string Address(MilterListenerConfig milter) => milter.Socket is { } path ? "unix:" + path : $"inet:{milter.Address}";

    /// <summary>"300s", "5m" (postconf(5), time units).</summary>
    private static double? Seconds(string text) => text.Length > 0 && double.TryParse(text.TrimEnd('s', 'm', 'h', 'd'), CultureInfo.InvariantCulture, out var number)
        ? number * (text[^1] switch { 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 1 }) : null;
}
