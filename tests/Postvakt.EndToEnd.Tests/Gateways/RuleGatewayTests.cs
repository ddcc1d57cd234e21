using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Gateways;

/// <summary>Mail rules of somebody else in a running gateway: written, observed, promoted, broken.</summary>
public sealed class RuleGatewayTests : IDisposable
{
    private readonly GatewayPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Rule_IsTakenUp_Observed_Promoted_AndOutlivesABrokenOne()
    {
        await _place.LearnAsync();
        var rules = Directory.CreateDirectory(Path.Combine(_place.Work.Folder, "public")).FullName;
        await using var inbox = await PostfixInstance.StartAsync(null, null, "myhostname = inbox.here.example");
        await using var serve = await _place.ServeAsync("enforce", more: $"rules:\n  dirs: [{rules}]\nsmtp:\n  - {{kind: filter, address: \"127.0.0.1:0\", next_hop: \"127.0.0.1:{inbox.Port}\"}}\n");
        Write(rules, "lamp", "strings.icontains(subject.subject, 'lamp')");
        var status = await UntilAsync("Lamps", "--all");
        Assert.Contains("observed  critical", status, StringComparison.Ordinal);
        await SendAsync(serve, 1);
        Assert.Contains("Subject: A lamp 1", Assert.Single(await GatewayPlace.MailsAsync(inbox, 1)), StringComparison.Ordinal);
        Assert.Contains("1 matches (1 on clean mail)  Lamps", await UntilAsync("Lamps"), StringComparison.Ordinal);

        Assert.Contains("count from now on", (await _place.Work.RunAsync("rules", "promote", "lamp", "--reason", "tried")).WithoutCrash().Output, StringComparison.Ordinal);
        var sent = 1;
        while ((await HeldAsync()).Length == 0 && sent < 20) await SendAsync(serve, ++sent);
        Assert.NotEmpty(await HeldAsync());

        Write(rules, "lamp", "strings.icontain(subject.subject, 'lamp')");
        Assert.Contains("lamp.yml, line 5", await UntilAsync("newer files were not taken over"), StringComparison.Ordinal);
        var before = (await HeldAsync()).Length;
        await SendAsync(serve, ++sent);
        Assert.Equal(before + 1, (await HeldAsync()).Length);
        Assert.Contains(serve.Log, l => l.Contains("The mail rules stay as they were", StringComparison.Ordinal));
    }

    private static void Write(string folder, string name, string source) => File.WriteAllText(Path.Combine(folder, name + ".yml"), $"name: Lamps\nid: {name}\nseverity: critical\nsource: |\n  {source}\n");

    private static async Task SendAsync(ServeProcess serve, int number)
    {
        await using var smtp = await SmtpDialogue.OpenAsync(serve.Listeners[1].Port);
        await smtp.SayAsync("EHLO mail.shop.example");
        Assert.StartsWith("250", await smtp.SendAsync("a@shop.example", "reader@lovhaga.example", $"Message-ID: <{number}@shop.example>\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\nFrom: a@shop.example\r\nTo: reader@lovhaga.example\r\nSubject: A lamp {number}\r\n\r\nHello {number}.\r\n"), StringComparison.Ordinal);
    }

    /// <summary>What the status says, once it says it: folders are looked at every five seconds.</summary>
    private async Task<string> UntilAsync(string part, params string[] more)
    {
        for (var tries = 0; ; tries++)
        {
            var output = (await _place.Work.RunAsync(["rules", "status", .. more])).WithoutCrash().Output;
            if (output.Contains(part, StringComparison.Ordinal) || tries == 60) return output;
        }
    }

    private async Task<string[]> HeldAsync() => [.. (await _place.Work.RunAsync("quarantine", "list", "--format", "json")).WithoutCrash().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
