using MimeKit;
using MimeKit.Tnef;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Mail;

/// <summary>winmail.dat ([MS-OXTNEF]): the files that Outlook wrapped up.</summary>
internal sealed class TnefFileReader : IFileReader
{
    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        var part = new TnefPart { Content = new MimeContent(stream) };
        MimeMessage mail;
        try
        {
            mail = part.ConvertToMessage();
        }
        // The library's border: whatever it makes of a broken file is a broken file.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new MalformedException("no TNEF: " + e.GetType().Name);
        }
        file.Property("subject", mail.Subject ?? "");
        MailReader.Walk(file, mail.Body, inspection, 0);
    }
}
