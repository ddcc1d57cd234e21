using System.Text.Json;

namespace Postvakt.Mql.Bench;

/// <summary>Messages as JSON, of the size and shape of ordinary mail, made from a seed.</summary>
internal sealed class MadeMails(Random random, int words)
{
    private static readonly string[] Words = ["invoice", "please", "find", "attached", "the", "report", "for", "your", "review", "meeting", "tomorrow", "account", "password", "kindly", "update", "team", "order", "regards", "payment", "document", "we", "have", "sent", "you", "a", "message", "with", "details", "of", "delivery", "click", "here", "to", "confirm", "secure", "portal", "thanks", "best", "office"];
    private static readonly string[] Hosts = ["nordwind.example", "mail.partner.example", "www.shop.example", "files.cloud.example", "drive.google.com", "t.co", "bit.ly", "docs.example.org", "sharepoint.com"];
    private static readonly string[] Kinds = ["pdf", "docx", "xlsx", "png", "jpg", "zip", "html", "eml"];

    public string Next()
    {
        var text = Text((words / 4) + random.Next(words));
        var links = Enumerable.Range(0, random.Next(12)).Select(_ => Link()).ToArray();
        var from = Mailbox();
        return JsonSerializer.Serialize(new
        {
            type = new { inbound = random.Next(10) < 8, outbound = false, @internal = false },
            subject = new { subject = Text(6), @base = Text(6), is_reply = random.Next(4) == 0, is_forward = false },
            sender = from,
            mailbox = Mailbox(),
            recipients = new { to = new[] { Mailbox() }, cc = random.Next(3) == 0 ? new[] { Mailbox() } : [], bcc = Array.Empty<object>() },
            headers = new
            {
                message_id = $"<{random.NextInt64():x}@{Hosts[0]}>",
                in_reply_to = random.Next(4) == 0 ? "<a@b.example>" : null,
                mailer = "Mailer 1.0",
                references = random.Next(4) == 0 ? new[] { "<a@b.example>" } : [],
                reply_to = random.Next(5) == 0 ? new[] { Mailbox() } : [],
                return_path = Address(),
                domains = Hosts[..3].Select(Domain),
                ips = new[] { new { ip = "192.0.2.1" } },
                auth_summary = new { dmarc = new { pass = random.Next(3) > 0 }, spf = new { pass = random.Next(3) > 0 } },
                hops = Enumerable.Range(0, 5).Select(i => new { index = i, fields = Enumerable.Range(0, 8).Select(f => new { name = $"X-Field-{f}", value = Text(3), position = f }), received = new { server = new { raw = "mx.example" } } }),
            },
            body = new
            {
                current_thread = new { text, links = links.Take(3) },
                html = new { raw = $"<html><body><div style=\"color:red\">{text}</div>{string.Concat(links.Select(_ => "<a href='https://nordwind.example/a'>b</a>"))}</body></html>", display_text = text, inner_text = text },
                plain = new { raw = text },
                links,
                previous_threads = random.Next(4) == 0 ? new object[] { new { text = Text(80), sender = Mailbox() } } : [],
            },
            attachments = Enumerable.Range(0, random.Next(5) < 2 ? 1 + random.Next(2) : 0).Select(_ => Attachment()),
        });
    }

    private object Attachment()
    {
        var kind = Pick(Kinds);
        return new { file_name = Pick(Words) + "." + kind, file_extension = kind, file_type = kind, content_type = "application/octet-stream", size = random.Next(100_000), sha256 = "00" };
    }

    private object Link()
    {
        var host = Pick(Hosts);
        var path = "/" + Pick(Words) + "/" + random.Next(1_000_000);
        return new { href_url = new { url = "https://" + host + path, scheme = "https", domain = Domain(host), path, query_params = "id=1", query_params_decoded = new { id = new[] { "1" } } }, display_text = Text(3), parser = "hyperlink", visible = true };
    }

    private object Mailbox() => new { display_name = Text(2), email = Address() };

    private object Address()
    {
        var (name, host) = (Pick(Words), Pick(Hosts));
        return new { email = name + "@" + host, local_part = name, domain = Domain(host) };
    }

    private static object Domain(string host)
    {
        var parts = host.Split('.');
        return new { domain = host, root_domain = string.Join('.', parts[^2..]), sld = parts[^2], tld = parts[^1], subdomain = parts.Length > 2 ? parts[0] : null, valid = true };
    }

    private string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Pick(Words)));

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
