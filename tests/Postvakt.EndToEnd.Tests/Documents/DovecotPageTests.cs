using System.Text.RegularExpressions;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>The page about Dovecot, done as it says: its lines on a real Dovecot and a real Postfix, its commands in this order.</summary>
public sealed partial class DovecotPageTests : IDisposable
{
    private const string Anna = "anna@firm.example", Reports = "report@firm.example";
    private readonly Workplace _place = new();
    private readonly Page _page = Page.Read("docs/operations/dovecot.md");

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Page_DoesWhatItSays()
    {
        PageShell shell = null!;
        var steps = _page.Snippets;
        Assert.Equal(6, steps.Count);
        await using var dovecot = await DovecotInstance.StartAsync(async folder =>
        {
            shell = Shell(folder, 0, 0);
            await shell.RunAsync(steps[0]);
            await File.WriteAllTextAsync(Path.Combine(folder, "postvakt-acl"), Assert.Single(_page.Of("text acl")));
            return Accounts(folder) + shell.Here(string.Join('\n', _page.Of("ini dovecot")));
        }, "auth_failure_delay = 0");
        var mail = Ports.Free();
        shell = Shell(dovecot.At(""), dovecot.Port, mail);

        await shell.RunAsync(steps[1]);
        // Whoever has no mailbox gets none by being asked for; a folder is not the master's to delete.
        Assert.NotEqual(0, (await shell.RunAsync(steps[1].Script.Replace(Anna, "nobody@firm.example", StringComparison.Ordinal))).Status);
        Assert.False(Directory.Exists(dovecot.At("mail/nobody@firm.example")));
        Assert.Equal(0, (await shell.RunAsync(steps[1].Script.TrimEnd() + " -X 'CREATE Mine'")).Status);
        Assert.NotEqual(0, (await shell.RunAsync(steps[1].Script.TrimEnd() + " -X 'DELETE Mine'")).Status);

        _place.Write("people.csv", $"name,address\nAnna Berg,{Anna}\n");
        File.Copy(_place.At("people.csv"), dovecot.At("people.csv"));
        await File.WriteAllTextAsync(dovecot.At("report-mailbox"), "of-report", TestContext.Current.CancellationToken);
        var yaml = "mode: enforce\norganisation: { domains: [firm.example] }\nmilter: [{ address: \"127.0.0.1:0\" }]\nhttp: 127.0.0.1:0\n" + shell.Here(_page.Of("yaml")[0]);
        await using var serve = await ServeProcess.StartAsync(dovecot.At(""), dovecot.At("data"), yaml);
        var (status, doctor) = await shell.RunAsync(steps[2].Script.Replace("\n", " || test $? = 1\n", StringComparison.Ordinal), dovecot.At("data"));
        // Warnings of a young installation are none of this page's: its history is short, its key ring not copied.
        Assert.True(status == 0, doctor);
        Assert.DoesNotContain("broken", doctor, StringComparison.OrdinalIgnoreCase);

        await using var postfix = await PostfixInstance.StartAtAsync(mail, $"inet:{serve.Listeners[0]}", null, "virtual_mailbox_domains = firm.example", $"virtual_mailbox_base = {dovecot.At("mail")}",
            $"virtual_mailbox_maps = inline:{{ {{ {Anna} = {Anna}/ }} {{ {Reports} = {Reports}/ }} }}", "virtual_uid_maps = static:8", "virtual_gid_maps = static:8", "virtual_minimum_uid = 1");
        await using var client = await SmtpDialogue.OpenAsync(postfix.Port);
        await client.SayAsync("EHLO outside.example");
        Assert.StartsWith("250", await client.SendAsync("arne@partner.example", Anna, Letter("arne@partner.example", Anna, "one")), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => Mails(dovecot, Anna).Count == 1);
        var id = RecordId().Match(Mails(dovecot, Anna)[0]).Groups[1].Value;
        Assert.NotEqual("", id);

        var planned = await shell.RunAsync(steps[3] with { Script = steps[3].Script.Replace("ID", id, StringComparison.Ordinal) }, dovecot.At("data"));
        var sweep = SweepId().Match(planned).Value;
        Assert.Single(Mails(dovecot, Anna));
        foreach (var (step, inbox, hidden) in ((Snippet, int, int)[])[(steps[4], 0, 1), (steps[5], 1, 0)])
        {
            await shell.RunAsync(step with { Script = step.Script.Replace("SWEEP", sweep, StringComparison.Ordinal) }, dovecot.At("data"));
            await Eventually.TrueAsync(() => Mails(dovecot, Anna).Count == inbox && Mails(dovecot, Anna, ".Postvakt quarantine").Count == hidden);
        }

        Assert.StartsWith("250", await client.SendAsync(Anna, Reports, Report(Mails(dovecot, Anna)[0])), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => Mails(dovecot, Reports, ".Done").Count == 1);
        Assert.Contains(Anna, (await shell.RunAsync("postvakt report list || test $? = 1", dovecot.At("data"))).Output, StringComparison.Ordinal);
        Assert.Equal(0, await serve.StopAsync());
    }

    /// <summary>What the page says of a machine, in the folder of this Dovecot.</summary>
    private static PageShell Shell(string folder, int imap, int mail)
    {
        folder = folder.TrimEnd('/');
        return new PageShell(folder, [("/etc/postvakt/", folder + "/"), ("/etc/dovecot/", folder + "/"), ("imap://127.0.0.1/", $"imap://127.0.0.1:{imap}/"), ("127.0.0.1:143", $"127.0.0.1:{imap}"), ("127.0.0.1:25", $"127.0.0.1:{mail}")]);
    }

    /// <summary>Two mailboxes with passwords of their own, as a server has them before the page is read. Its user database knows everybody.</summary>
    private static string Accounts(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "users"), $"{Anna}:{{PLAIN}}of-anna::::::\n{Reports}:{{PLAIN}}of-report::::::\n");
        return $$"""
            passdb {
              driver = passwd-file
              args = {{folder}}/users
            }
            userdb {
              driver = static
              args = uid=mail gid=mail home={{folder}}/mail/%u
            }

            """;
    }

    private static IReadOnlyList<string> Mails(DovecotInstance dovecot, string user, string folder = "") =>
        [.. ((string[])["cur", "new"]).Select(p => dovecot.At(Path.Combine("mail", user, folder, p))).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Where(File.Exists).Select(Text).Where(t => t.Length > 0)];

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (FileNotFoundException)
        {
            // Dovecot gave it another name meanwhile: asked for again.
            return "";
        }
    }

    private static string Letter(string from, string to, string name) =>
        $"From: Arne <{from}>\r\nTo: {to}\r\nSubject: Letter {name}\r\nMessage-ID: <{name}@partner.example>\r\nDate: {TimeProvider.System.GetUtcNow():r}\r\n\r\nThe pallets stand at gate {name}.\r\n";

    private static string Report(string mail) =>
        $"From: {Anna}\r\nTo: {Reports}\r\nSubject: Fwd: odd\r\nMessage-ID: <report@firm.example>\r\nDate: {TimeProvider.System.GetUtcNow():r}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThis looks odd.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{mail.ReplaceLineEndings("\r\n")}\r\n--b--\r\n";

    [GeneratedRegex("^X-Postvakt-Id: *(\\S+)", RegexOptions.Multiline)]
    private static partial Regex RecordId();

    [GeneratedRegex("sweep-\\S+")]
    private static partial Regex SweepId();
}
