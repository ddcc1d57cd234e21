using System.Text;
using MimeKit;
using MimeKit.Utils;
using Postvakt.Samples.Attachments;
using Postvakt.Samples.Cast;

namespace Postvakt.Samples.Mails;

/// <summary>The bytes of a mail: way here, then the headers in the order of its program, then the parts.</summary>
internal static class MessageWriter
{
    public static byte[] Write(Mail mail)
    {
        var chance = new Chance($"{mail.Entry.Script}/{mail.Entry.Number}/bytes");
        var entity = Parts(mail, chance);
        using var stream = new MemoryStream();
        foreach (var (name, value) in Trace.Headers(mail, chance))
        {
            Write(stream, new Header(Encoding.UTF8, name, value));
        }

        var headers = Headers(mail);
        foreach (var name in mail.Program.Order.Split(' '))
        {
            if (name == "Content")
            {
                foreach (var header in entity.Headers)
                {
                    Write(stream, header);
                }
            }
            else if (name == "Thread-Index")
            {
                // By hand: longer than a line, and the library would encode it as if it were text.
                stream.Write(Encoding.ASCII.GetBytes($"Thread-Index: {Convert.ToBase64String(mail.ThreadIndex)}\n"));
            }
            else if (headers.TryGetValue(name, out var named))
            {
                foreach (var header in named)
                {
                    Write(stream, header);
                }
            }
        }

        stream.WriteByte((byte)'\n');
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Unix;
        entity.WriteTo(options, stream, contentOnly: true);
        return stream.ToArray();
    }

    private static void Write(Stream stream, Header header)
    {
        var value = Encoding.Latin1.GetString(header.RawValue).Replace("\r\n", "\n", StringComparison.Ordinal);
        stream.Write(Encoding.Latin1.GetBytes($"{header.Field}:{value}"));
    }

    private static Dictionary<string, Header[]> Headers(Mail mail)
    {
        var encoding = Fitting(mail, mail.Subject + string.Concat(mail.To.Concat(mail.Cc).Select(one => one.Name)) + mail.From.Name);
        var headers = new Dictionary<string, Header[]>();
        Add("From", Addresses([mail.From]));
        Add("To", mail.Program.Name == "list" ? "talk@lists.furniturelogistics.example" : People(mail.To));
        Add("Cc", mail.Cc.Count > 0 ? People(mail.Cc) : null);
        Add("Subject", mail.Subject);
        Add("Date", DateUtils.FormatDate(mail.Date));
        Add("Message-ID", $"<{mail.MessageId}>");
        var references = mail.References.ToArray();
        Add("References", references.Length > 0 ? string.Join(' ', references.Select(id => $"<{id}>")) : null);
        Add("In-Reply-To", references.Length > 0 ? $"<{references[^1]}>" : null);
        Add("Thread-Topic", Quotation.Bare(mail.Subject));
        Add("Accept-Language", Locale(mail.Author) + ", en-US");
        Add("Content-Language", Locale(mail.Author));
        Add("X-MS-Has-Attach", mail.Entry.Has("attach") ? "yes" : "");
        Add("X-MS-TNEF-Correlator", "");
        Add("x-originating-ip", mail.Author.Firm.IsOwn ? $"[10.20.14.{new Chance(mail.Author.Id).Number(20, 230)}]" : null);
        Add("MIME-Version", mail.Program.Name switch
        {
            "apple" => "1.0 (Mac OS X Mail 16.0 \\(3826.400.131\\))", "iphone" => "1.0 (1.0)", _ => "1.0",
        });
        if (mail.Program.Agent.Length > 0)
        {
            var agent = mail.Program.Agent.Split(": ");
            headers["Agent"] = [new Header(encoding, agent[0], agent[1])];
        }

        if (mail.IsAutomatic)
        {
            headers["Auto"] = [new Header(encoding, "Auto-Submitted", mail.Program.Name is "bounce" || mail.Entry.Has("auto") ? "auto-replied" : "auto-generated")];
        }

        headers["List"] = mail.Program.Name switch
        {
            "list" => [new Header(encoding, "List-Id", "Furniture Logistics Forum <talk.lists.furniturelogistics.example>"),
                new Header(encoding, "List-Unsubscribe", "<mailto:talk-leave@lists.furniturelogistics.example>"), new Header(encoding, "Precedence", "list")],
            "bulk" => [new Header(encoding, "List-Unsubscribe", "<https://www.interior-weekly.example/unsubscribe>"), new Header(encoding, "Precedence", "bulk")],
            _ => [],
        };
        return headers;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                headers[name] = [new Header(encoding, name, value)];
            }
        }

        string People(IEnumerable<Person> people) => Addresses(people.Select(one => new MailboxAddress(one.Name, one.Address)));

        string Addresses(IEnumerable<MailboxAddress> boxes) =>
            string.Join(", ", boxes.Select(box => new MailboxAddress(encoding, box.Name, box.Address).ToString(FormatOptions.Default, true)));
    }

    private static MimeEntity Parts(Mail mail, Chance chance)
    {
        MimeEntity entity = Part("plain", mail.Text, mail);
        if (mail.Program.HasHtml)
        {
            var head = mail.Program.Quote == QuoteStyle.Outlook
                ? "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><meta http-equiv=\"Content-Type\" content=\"text/html\">"
                    + "<style>p.MsoNormal{margin:0cm;font-size:11.0pt;font-family:\"Calibri\",sans-serif}</style></head><body>"
                : "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html\"></head><body>";
            var alternative = new MultipartAlternative(entity, Part("html", $"{head}\n{mail.Html}</body></html>", mail)) { Boundary = Boundary(mail, chance, 0) };
            entity = alternative;
        }

        if (mail.Entry.Option("attach") is { } option)
        {
            entity = new Multipart("mixed") { entity, AttachmentMaker.Create(option, chance) };
            ((Multipart)entity).Boundary = Boundary(mail, chance, 1);
        }

        return entity;
    }

    private static TextPart Part(string kind, string text, Mail mail)
    {
        var encoding = Fitting(mail, text);
        var part = new TextPart(kind);
        part.SetText(encoding, text + "\n");
        var isAscii = text.All(char.IsAscii);
        part.ContentTransferEncoding = mail.Program.Encoding switch
        {
            "8bit" => isAscii ? ContentEncoding.SevenBit : ContentEncoding.EightBit,
            "7bit" => encoding.CodePage == 50220 ? ContentEncoding.SevenBit : ContentEncoding.Base64,
            "base64" => isAscii ? ContentEncoding.QuotedPrintable : ContentEncoding.Base64,
            _ => text.Count(char.IsAscii) * 2 < text.Length ? ContentEncoding.Base64 : ContentEncoding.QuotedPrintable,
        };
        return part;
    }

    // A program falls back to UTF-8 when its own charset lacks a letter, as the real ones do.
    private static Encoding Fitting(Mail mail, string text)
    {
        var own = mail.Program.TextEncoding;
        return own.GetString(own.GetBytes(text)) == text ? own : Encoding.UTF8;
    }

    private static string Boundary(Mail mail, Chance chance, int number) => mail.Program.Name switch
    {
        "gmail" => "000000000000" + chance.Hex(16),
        "apple" => "Apple-Mail=_" + chance.Uuid().ToUpperInvariant(),
        "iphone" => "Apple-Mail-" + chance.Uuid().ToUpperInvariant(),
        "outlook-smtp" or "hacked" => $"----=_NextPart_000_{chance.Hex(4).ToUpperInvariant()}_01DC{chance.Hex(4).ToUpperInvariant()}.{chance.Hex(8).ToUpperInvariant()}",
        "bulk" => "_" + chance.Hex(24),
        _ => $"_00{number}_{chance.Hex(32)}_",
    };

    private static string Locale(Person person) => person.Language switch
    {
        "sv" => "sv-SE", "de" => "de-DE", "fr" => "fr-FR", "ja" => "ja-JP", _ => "en-GB",
    };
}
