using Postvakt.Documents.Bytes;
using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Office.Crypto;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Office;

/// <summary>Opens an Office package that is encrypted as a whole ([MS-OFFCRYPTO] 2.3.4).</summary>
internal static class LockedDoor
{
    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection)
    {
        if (compound.Read("EncryptionInfo") is not { } info || compound.Read("EncryptedPackage") is not { Length: >= 8 } package) throw new MalformedException("no encrypted package");
        var office = Lock(info, inspection.Budget);
        if (office is null || PasswordSearch.Find(office, inspection) is not { } password)
        {
            file.Locked = true;
            file.Find(FindingKinds.Locked, office is null ? "a kind of encryption that is not read" : "no password fits");
            return;
        }
        inspection.Budget.Expand(package.Length);
        var inner = inspection.Open(file, file.Name, office.Decrypt(package), password: password);
        Opened(file, password, inspection, inner is null || inner.Kind is FileKind.Xlsx or FileKind.Xlsm or FileKind.Xlsb or FileKind.Pptx or FileKind.Pptm);
    }

    /// <summary>2.3.4: versions tell the kinds apart.</summary>
    private static IPackageLock? Lock(byte[] info, Budget budget)
    {
        var reader = new ByteReader(info);
        var (major, minor) = (reader.UInt16(), reader.UInt16());
        reader.Skip(4);
        return (major, minor) switch
        {
            (4, 4) => new AgileLock(info.AsMemory(8), budget),
            (2 or 3 or 4, 2) => new StandardLock(ref reader, budget),
            _ => null,
        };
    }

    /// <param name="silently">The program that opens it tries its own passwords without a question.</param>
    public static void Opened(InspectedFile file, string password, Inspection inspection, bool silently)
    {
        if (!PasswordSearch.IsSilent(password))
        {
            Archives.PasswordTrial.Worked(file, password, inspection);
            return;
        }
        file.Password = password;
        file.Find(silently ? FindingKinds.SilentPassword : FindingKinds.PasswordWorked, password);
    }
}
