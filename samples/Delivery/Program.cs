using System.Globalization;
using System.Net;
using System.Text;
using Postvakt.Intake.Sources;
using Postvakt.Messages;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Samples.Delivery;

// Plays the mail server around a gateway: hands the mails of an mbox in by SMTP and takes what comes out at the other end.
// PATH --to HOST:PORT --sink HOST:PORT [--pause MILLISECONDS] [--slow COUNT MILLISECONDS], the last COUNT mails with another pause; or
// --present FROM TO: a copy of an mbox of the sample company with its dates moved to the present; or
// --join LINK ACCOUNT PASSWORD: sets up the console's first administrator and prints the secret for an authenticator app; --code SECRET: what such an app shows now.
if (args is ["--present", var from, var copy])
{
    DateShift.Copy(from, copy, DateShift.Until(TimeProvider.System.GetUtcNow()));
    return 0;
}
if (args is ["--join", var link, var account, var password])
{
    Console.WriteLine(await FirstAdministrator.JoinAsync(new Uri(link), account, password));
    return 0;
}
if (args is ["--code", var secret])
{
    Console.WriteLine(FirstAdministrator.Code(secret));
    return 0;
}
if (args.Length < 5 || !IPEndPoint.TryParse(Setting("--to"), out var gateway) || !IPEndPoint.TryParse(Setting("--sink"), out var behind)
    || !int.TryParse(Setting("--pause", "0"), NumberStyles.None, CultureInfo.InvariantCulture, out var pause) || !int.TryParse(Setting("--slow", "0"), NumberStyles.None, CultureInfo.InvariantCulture, out var slow)
    || !int.TryParse(Setting("--slow", "0", 2), NumberStyles.None, CultureInfo.InvariantCulture, out var slowPause))
{
    Console.Error.WriteLine("usage: Postvakt.Samples.Delivery PATH --to HOST:PORT --sink HOST:PORT [--pause MILLISECONDS] [--slow COUNT MILLISECONDS]\n       Postvakt.Samples.Delivery --present FROM TO | --join LINK ACCOUNT PASSWORD | --code SECRET");
    return 2;
}

var mailbox = new Mailbox();
await using var server = new SmtpServer(new SmtpOptions { Endpoints = [behind] }, mailbox, TimeProvider.System);
server.Start();
await using var sender = new SmtpSender(new SmtpSenderOptions { Target = new DnsEndPoint(gateway.Address.ToString(), gateway.Port), Tls = SmtpTlsMode.None }, TimeProvider.System);
var parser = new MessageParser(MessageLimits.Default);
var (handedIn, refused) = (0, 0);
var source = new MailSource(problem => Console.Error.WriteLine(problem.Sentence));
var fast = slow > 0 ? Count() - slow : int.MaxValue;
foreach (var mail in source.Read([args[0]]))
{
    using (mail)
    {
        var message = parser.Parse(mail);
        using var content = new MemoryStream(Encoding.Latin1.GetBytes(await TextOf(mail.Content)));
        SmtpMailbox[] recipients = [.. message.Recipients.Select(r => r.Address).Where(a => a.Contains('@', StringComparison.Ordinal)).Distinct().Select(a => new SmtpMailbox(a))];
        var outcome = await sender.SendAsync(new SmtpDelivery
        {
            Sender = new SmtpMailbox(mail.Envelope.MailFrom),
            Recipients = recipients.Length > 0 ? recipients : [new SmtpMailbox("somebody@lovhaga.example")],
            Content = content,
            Body = SmtpBody.EightBit,
        }, CancellationToken.None);
        handedIn++;
        if (outcome.Kind == SmtpOutcomeKind.Accepted) continue;
        refused++;
        Console.Error.WriteLine($"{message.Id}: {outcome.Text}");
    }
    await Task.Delay(handedIn < fast ? pause : slowPause);
}
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{handedIn:N0} mails handed in: {mailbox.Delivered:N0} came out at the other end, {mailbox.Tagged:N0} of them marked; {handedIn - refused - mailbox.Delivered:N0} are held{(refused > 0 ? $"; {refused:N0} were not taken" : "")}."));
return refused > 0 ? 1 : 0;

// An mbox ends its lines as Unix does, SMTP with CRLF.
static async Task<string> TextOf(Stream content)
{
    content.Position = 0;
    using var reader = new StreamReader(content, Encoding.Latin1, leaveOpen: true);
    return (await reader.ReadToEndAsync()).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
}

int Count()
{
    var count = 0;
    foreach (var mail in source.Read([args[0]]))
    {
        mail.Dispose();
        count++;
    }
    return count;
}

string Setting(string name, string otherwise = "", int place = 1) => Array.IndexOf(args, name) is var at and > 0 && at + place < args.Length ? args[at + place] : otherwise;
