using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Mail;

/// <summary>Outlook mails: read as the MIME message that they stand for.</summary>
internal static class MsgDoor
{
    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection)
    {
        using var mail = OutlookMail.Build(compound, "", 0);
        file.Property("from", mail.From.ToString());
        file.Property("subject", mail.Subject ?? "");
        MailReader.Walk(file, mail.Body, inspection, 0);
    }
}
