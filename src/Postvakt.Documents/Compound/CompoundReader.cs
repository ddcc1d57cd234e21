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
    /// <summary>Class of installer packages; patches and transforms have the next numbers.</summary>
    private static readonly Guid[] Installers = [new("000c1084-0000-0000-c000-000000000046"), new("000c1086-0000-0000-c000-000000000046"), new("000c1082-0000-0000-c000-000000000046")];

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection) => Read(file, CompoundFile.Open(content, inspection.Budget), inspection, embedded: false);

    /// <param name="embedded">A storage of another file, so that objects deeper in it are found from there.</param>
    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection, bool embedded)
    {
        file.Kind = Tell(compound);
        PropertySet.Read(file, compound);
        switch (file.Kind)
        {
            case FileKind.LockedOffice:
                LockedDoor.Read(file, compound, inspection);
                return;
            case FileKind.Msg:
                MsgDoor.Read(file, compound, inspection);
                return;
            case FileKind.Msi:
                file.Find(FindingKinds.Installer, file.Name);
                return;
            default:
                break;
        }
        // A file may be a workbook and a document at once: the name decides which program opens it, so all of it is read.
        inspection.Part(file, () => VbaProjectReader.ReadAll(file, compound, inspection));
        if (compound.Has("Workbook") || compound.Has("Book")) inspection.Part(file, () => XlsDoor.Read(file, compound, inspection));
        if (compound.Has("WordDocument")) inspection.Part(file, () => WordDocument.Read(file, compound, inspection));
        if (compound.Has("PowerPoint Document")) inspection.Part(file, () => PowerPointObjects.Read(file, compound, inspection));
        if (!embedded) inspection.Part(file, () => EmbeddedObjects.Read(file, compound, inspection));
    }

    private static FileKind Tell(CompoundFile compound)
    {
        if (compound.Has("EncryptionInfo") && compound.Has("EncryptedPackage")) return FileKind.LockedOffice;
        if (compound.Has("__properties_version1.0")) return FileKind.Msg;
        if (compound.Has("Workbook") || compound.Has("Book")) return FileKind.Xls;
        if (compound.Has("PowerPoint Document")) return FileKind.Ppt;
        if (compound.Has("WordDocument")) return FileKind.Doc;
        if (compound.Has("\x01Ole10Native")) return FileKind.OlePackage;
        if (compound.Has("VBA/dir") || compound.Has("VBA/_VBA_PROJECT")) return FileKind.VbaProject;
        if (Installers.Contains(compound.ClassId) || compound.Entries.Any(IsTable)) return FileKind.Msi;
        return FileKind.Compound;
    }

    /// <summary>Installer tables bear names packed into the range U+3800 to U+4840, and U+4840 in front.</summary>
    private static bool IsTable(CompoundEntry entry) => entry.Name.Length > 1 && entry.Name[0] == '\u4840' && entry.Name[1] is >= '\u3800' and < '\u4840';
}
