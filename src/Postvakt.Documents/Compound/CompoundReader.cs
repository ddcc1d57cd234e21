using Postvakt.Documents.Excel;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Mail;
using Postvakt.Documents.Office;
using Postvakt.Documents.Report;
using Postvakt.Documents.Vba;

namespace Postvakt.Documents.Compound;

/// <summary>Tells what a compound file is by the streams in it, and has each part read by whom it concerns.</summary>
internal sealed class CompoundReader : IFileReader
{
    /// <summary>Properties of an Outlook mail ([MS-OXMSG] 2.4).</summary>
    private const string MailTable = "__properties_version1.0";

    /// <summary>Class of installer packages; patches and transforms have the next numbers.</summary>
    private static readonly Guid[] Installers = [new("000c1084-0000-0000-c000-000000000046"), new("000c1086-0000-0000-c000-000000000046"), new("000c1082-0000-0000-c000-000000000046")];

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection) => Read(file, CompoundFile.Open(content, inspection.Budget), inspection, embedded: false);

    /// <param name="embedded">A storage of another file, so that objects deeper in it are found from there.</param>
    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection, bool embedded)
    {
        file.Kind = Tell(compound);
        PropertySet.Read(file, compound);
        // A file may be several things at once: its name decides which program opens it, and a stream more does not trouble that program. So all of it is read.
        if (IsLocked(compound)) inspection.Part(file, () => LockedDoor.Read(file, compound, inspection));
        if (compound.Has(MailTable)) inspection.Part(file, () => MsgDoor.Read(file, compound, inspection));
        if (IsInstaller(compound)) file.Find(FindingKinds.Installer, file.Name);
        inspection.Part(file, () => VbaProjectReader.ReadAll(file, compound, inspection));
        if (compound.Has("Workbook") || compound.Has("Book")) inspection.Part(file, () => XlsDoor.Read(file, compound, inspection));
        if (compound.Has("WordDocument")) inspection.Part(file, () => WordDocument.Read(file, compound, inspection));
        if (compound.Has("PowerPoint Document")) inspection.Part(file, () => PowerPointObjects.Read(file, compound, inspection));
        if (!embedded) inspection.Part(file, () => EmbeddedObjects.Read(file, compound, inspection));
    }

    private static FileKind Tell(CompoundFile compound)
    {
        if (IsLocked(compound)) return FileKind.LockedOffice;
        if (compound.Has(MailTable)) return FileKind.Msg;
        if (compound.Has("Workbook") || compound.Has("Book")) return FileKind.Xls;
        if (compound.Has("PowerPoint Document")) return FileKind.Ppt;
        if (compound.Has("WordDocument")) return FileKind.Doc;
        if (compound.Has("\x01Ole10Native")) return FileKind.OlePackage;
        if (compound.Has("VBA/dir") || compound.Has("VBA/_VBA_PROJECT")) return FileKind.VbaProject;
        return IsInstaller(compound) ? FileKind.Msi : FileKind.Compound;
    }

    private static bool IsLocked(CompoundFile compound) => compound.Has("EncryptionInfo") && compound.Has("EncryptedPackage");

    private static bool IsInstaller(CompoundFile compound) => Installers.Contains(compound.ClassId) || compound.Entries.Any(IsTable);

    /// <summary>Installer tables bear names packed into the range U+3800 to U+4840, and U+4840 in front.</summary>
    private static bool IsTable(CompoundEntry entry) => entry.Name.Length > 1 && entry.Name[0] == '\u4840' && entry.Name[1] is >= '\u3800' and < '\u4840';
}
