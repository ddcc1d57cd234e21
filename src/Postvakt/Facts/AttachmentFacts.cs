using Postvakt.Memory;
using Postvakt.Messages.Attachments;

namespace Postvakt.Facts;

/// <summary>Attached files from outside: kinds, and whether this sender or anybody sent such before.</summary>
internal static class AttachmentFacts
{
    public static void Read(FactContext context, FactSheet sheet)
    {
        if (!context.Profile.ClaimsConversation) return;
        var locks = context.HabitsOf(HabitKind.Encryption).Any();
        foreach (var file in context.Profile.Files)
        {
            var kinds = file.EffectiveKinds.Append(file.Kind).Distinct().ToArray();
            var text = file.Inner.Count > 0 ? $"{file.Name} » {file.Inner[0]}" : file.Name;
            sheet.Set(Fact.RiskyAttachment, kinds.Any(AttachmentKinds.IsRisky), "attachment", text);
            sheet.Set(Fact.HardAttachment, kinds.Max(AttachmentKinds.Hardness), "attachment", text);
            sheet.Set(Fact.OfficeInArchive, file.Kind == AttachmentKind.Archive && kinds.Any(k => k is AttachmentKind.OldOffice or AttachmentKind.MacroOffice), "attachment", text);
            if (file is { Kind: AttachmentKind.Archive, Inner.Count: 0 } && !FileNames.IsSourceArchive(file.Name) && context.HabitsOf(HabitKind.Attachment).All(h => h.Value != (long)AttachmentKind.Archive + 1))
                sheet.Set(Fact.EncryptedArchive, 0.6 * context.Depth, "attachment", text);
            if (file.Encrypted && !locks) sheet.Set(Fact.EncryptedArchive, 1, "attachment", text);
            foreach (var kind in kinds.Where(k => AttachmentKinds.IsRisky(k) || AttachmentKinds.IsPaper(k)))
            {
                var known = context.HabitsOf(HabitKind.Attachment).Any(h => h.Value == (long)kind + 1);
                var weight = AttachmentKinds.IsHard(kind) ? 1 : AttachmentKinds.IsRisky(kind) ? 0.8 : 0.3;
                if (!known && AttachmentKinds.IsRisky(kind)) sheet.Set(Fact.AttachmentNewHere, context.Depth / (1 + context.Known.Here(HabitKind.Attachment, (long)kind + 1)), "attachment", text);
                if (!known) sheet.Set(Fact.AttachmentNewToSender, weight * Math.Max(0.3, context.Depth), "attachment", text);
            }
        }
        if (context.Profile.PasswordHint is { } hint && !locks && (context.Profile.Files.Any(f => f.Kind == AttachmentKind.Archive) || (context.Profile.Links.Count > 0 && !context.Profile.PasswordOfMeeting)))
            sheet.Set(Fact.PasswordGiven, 1, "new text", hint);
    }
}
