using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Mail;

/// <summary>Outlook mails: read as the MIME message that they stand for.</summary>
internal static class MsgDoor
{
    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection)
    {
        using var mime = OutlookMail.Read(compound, out var mail);
        if (mail.IsCut) file.Find(FindingKinds.AnalysisIncomplete, "a mail of more attachments, mails within mails or lines of header than are read");
        file.Property("from", mime.From.ToString());
        file.Property("subject", mime.Subject ?? "");
        MailReader.Walk(file, mime.Body, inspection, 0);
    }
}
