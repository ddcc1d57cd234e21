using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Outside;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>Archives that only the outside parsers read: 7z, RAR, ARJ, ACE, and bzip2 and xz, which hold one file each.</summary>
internal sealed class OutsideArchiveReader : IFileReader
{
    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        if (inspection.Outside is null)
        {
            file.Find(FindingKinds.AnalysisIncomplete, $"{file.Kind} archives need the outside parsers");
            return;
        }
        var unpacked = Unpack(file.Kind, content, null, inspection);
        var password = "";
        if (unpacked.Outcome == UnpackOutcome.Locked)
        {
            foreach (var each in PasswordTrial.For(inspection))
            {
                var with = Unpack(file.Kind, content, each, inspection);
                // Broken, it may be that a wrong password made it so: only what comes out whole proves one.
                if (with.Outcome is not (UnpackOutcome.Done or UnpackOutcome.Limit) || with.Files.Count == 0) continue;
                if (with.Outcome == UnpackOutcome.Limit && with.Files.All(f => f.Content.IsEmpty)) break;
                (unpacked, password) = (with, each);
                break;
            }
        }
        Take(file, unpacked, inspection);
        if (password.Length > 0) PasswordTrial.Worked(file, password, inspection);
    }

    private static void Take(InspectedFile file, Unpacked unpacked, Inspection inspection)
    {
        var inner = new InnerFiles(file, inspection);
        if (unpacked.Outcome == UnpackOutcome.Locked)
        {
            file.Locked = true;
            file.Find(FindingKinds.Locked, unpacked.Files is [var first, ..] ? $"{first.Name} and perhaps more" : "its list of files is locked as well");
        }
        else if (unpacked.Outcome != UnpackOutcome.Done)
        {
            // Never as broken for everybody: a library that gives up, a worker that dies or a method that is new say nothing about what other programs can.
            file.Find(FindingKinds.AnalysisIncomplete, unpacked.Fault);
        }
        foreach (var each in unpacked.Files)
        {
            inner.Room();
            var name = each.Name.Length > 0 ? each.Name : InnerNames.Of(file);
            if (unpacked.Outcome == UnpackOutcome.Locked)
            {
                inner.Locked(name, each.Size);
                continue;
            }
            inspection.Budget.Expand(each.Content.Length);
            inner.Open(name, each.Content, each.Size);
        }
    }

    private static Unpacked Unpack(FileKind kind, ReadOnlyMemory<byte> content, string? password, Inspection inspection)
    {
        var budget = inspection.Budget;
        budget.Look();
        if (budget.ExpandedLeft <= 0) budget.Expand(1);
        // Not all the time there is: what comes out has to be read as well.
        return inspection.Outside!.Unpack(kind, content, password, budget.ExpandedLeft, budget.Left * 0.6);
    }
}
