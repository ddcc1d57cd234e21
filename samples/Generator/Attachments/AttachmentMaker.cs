using System.Text;
using MimeKit;
using Postvakt.Samples.Mails;

namespace Postvakt.Samples.Attachments;

/// <summary>Makes what "!attach NAME KIND [PASSWORD]" asks for. Inert: every file is a line of plain text in its wrapping.</summary>
internal static class AttachmentMaker
{
    public static MimePart Create(string option, Chance chance)
    {
        var words = option.Split(' ');
        var (name, kind) = (words[0], words[1]);
        var stem = Path.GetFileNameWithoutExtension(name);
        var content = kind switch
        {
            "pdf" => Pdf(stem),
            "csv" => Encoding.UTF8.GetBytes($"sample;{stem}\nline;value\n1;{chance.Number(100, 900)}\n2;{chance.Number(100, 900)}\n"),
            "zip" or "pwzip" => ZipFile.Create(
                stem + ".txt", Encoding.UTF8.GetBytes("This is a sample. There is nothing in it.\n"), words.Length > 2 ? words[2] : null, chance.Bytes(11)),
            _ => throw new InvalidDataException($"attachment kind {kind}?"),
        };
        var type = kind switch { "pdf" => "application/pdf", "csv" => "text/csv", _ => "application/zip" };
        return new MimePart(ContentType.Parse(type))
        {
            FileName = name,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = name },
            ContentTransferEncoding = ContentEncoding.Base64,
            Content = new MimeContent(new MemoryStream(content)),
        };
    }

    private static byte[] Pdf(string title)
    {
        var page = $"BT /F1 18 Tf 72 720 Td (Sample: {title}) Tj ET";
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            $"<</Length {page.Length}>>stream\n{page}\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var table = new StringBuilder($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        for (var number = 0; number < objects.Length; number++)
        {
            table.Append($"{pdf.Length:D10} 00000 n \n");
            pdf.Append($"{number + 1} 0 obj{objects[number]}endobj\n");
        }

        var start = pdf.Length;
        pdf.Append(table).Append($"trailer<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }
}
