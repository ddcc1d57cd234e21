using Postvakt.Events;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Configuration;

public sealed class EventsConfigReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Outputs_AreRead()
    {
        var (config, errors) = Read("""
            - {name: siem, kind: syslog, server: "siem.firm.example:6514", ca_file: /ca.pem}
            - {name: soar, kind: webhook, url: "https://soar.firm.example/hook", secret_file: /secret, format: ocsf, types: ["mail.*"], least_severity: high}
            - {name: file, kind: file, path: /events.jsonl, mails: all, subjects: none, max_size: 1MB, keep: 2}
            """);
        Assert.Empty(errors);
        var (siem, soar, file) = (config!.Events.Outputs[0], config.Events.Outputs[1], config.Events.Outputs[2]);
        Assert.Equal((6514, SyslogTransport.Tls, "/ca.pem", EventFormat.Ecs), (siem.Syslog!.Server.Port, siem.Syslog.Transport, siem.Syslog.CaFile, siem.Format));
        Assert.Equal((EventFormat.Ocsf, EventSeverity.High, "mail.*", "/secret"), (soar.Format, soar.Filter.Least, Assert.Single(soar.Filter.Types), soar.Webhook!.SecretFile));
        Assert.Equal((EventMails.All, EventSubjects.None, "/events.jsonl", 2), (file.Mails, file.Subjects, file.File!.Path, file.File.Keep));
    }

    [Theory]
    [InlineData("- {name: a, kind: file, path: /x}\n- {name: a, kind: file, path: /y}", "two outputs are called \"a\"")]
    [InlineData("- {name: a, kind: file, path: /x/e}\n- {name: b, kind: file, path: /x/../x/e}", "two outputs write /x/e")]
    [InlineData("- {name: a, kind: file, path: e.jsonl}", "the whole path")]
    [InlineData("- {name: \"a b\", kind: file, path: /x}", "letters, digits")]
    [InlineData("- {name: a, kind: pigeon}", "one of syslog, webhook, file")]
    [InlineData("- {name: a, kind: file, path: /x, types: [mail.hold]}", "no event is called mail.hold")]
    [InlineData("- {name: a, kind: syslog, server: \"siem.firm.example:514\", transport: udp}", "trusted_network")]
    [InlineData("- {name: a, kind: webhook, url: \"http://soar.firm.example/\"}", "https://")]
    [InlineData("- {name: a, kind: webhook, url: \"https://user:word@soar.firm.example/\"}", "without a user")]
    [InlineData("- {name: a, kind: webhook, url: \"https://soar.firm.example/\", url_file: /x}", "say url, or url_file")]
    public void WrongOutput_IsNamed(string outputs, string says) => Assert.Contains(says, string.Join('\n', Read(outputs).Errors), StringComparison.Ordinal);

    private (ServeConfig? Config, IReadOnlyList<string> Errors) Read(string outputs) => ConfigReader.Read(_folder.Write("postvakt.yaml", "events:\n  outputs:\n" + string.Join('\n', outputs.Split('\n').Select(l => "    " + l.TrimEnd('\r')))), []);
}
