using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Mail;

/// <summary>winmail.dat ([MS-OXTNEF]): the files that Outlook wrapped up.</summary>
internal sealed class TnefFileReader : IFileReader
{
    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        using var mail = WinmailDat.Open(content, out var isCut) ?? throw new MalformedException("no TNEF");
        file.Property("subject", mail.Subject ?? "");
        MailReader.Walk(file, mail.Body, inspection, 0);
        if (isCut) throw new MalformedException("lengths that are not true");
    }
}
