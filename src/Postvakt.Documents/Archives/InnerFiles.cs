using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>Hands on what an archive or disk image holds: what could be read, what is locked, and what could not be read.</summary>
internal sealed class InnerFiles(InspectedFile container, Inspection inspection)
{
    /// <summary>Entries without content that are listed; names matter, ten thousand of them do not.</summary>
    private const int MaxUnread = 200;

    private int _unread;

    /// <summary>Throws before work is done whose result could not be kept.</summary>
    /// <exception cref="LimitException">No time or no room is left.</exception>
    public void Room()
    {
        inspection.Budget.Look();
        inspection.Budget.Step();
        if (inspection.Budget.ExpandedLeft <= 0) inspection.Budget.Expand(1);
    }

    /// <param name="size">As the archive states it; larger than the content where only the beginning was kept.</param>
    public InspectedFile? Open(string name, ReadOnlyMemory<byte> content, long size)
    {
        var file = inspection.Open(container, name, content);
        if (file is null) return null;
        if (file.Sha256 == container.Sha256) container.Find(FindingKinds.ArchiveBomb, $"{name} is the archive itself again");
        if (content.Length < size)
        {
            file.Find(FindingKinds.AnalysisIncomplete, $"the first {content.Length:N0} of {size:N0} bytes were read");
            // Nothing but filling from its first byte on: there is no document that was blown up, the size is all it is for.
            if (content.Length == inspection.Budget.Limits.FileBytes && Filling.Bytes(content.Span) > content.Length - (64 << 10))
                container.Find(FindingKinds.ArchiveBomb, $"{name}: {size:N0} bytes of nothing");
        }
        return file;
    }

    /// <summary>An entry that a password closes: its name and size are all there is.</summary>
    public void Locked(string name, long size)
    {
        if (List(name, size) is { } file) file.Locked = true;
    }

    /// <summary>An entry that could not be read, and why.</summary>
    public void Unread(string name, long size, string why)
    {
        container.Find(FindingKinds.AnalysisIncomplete, $"{name}: {why}");
        List(name, size)?.Find(FindingKinds.AnalysisIncomplete, why);
    }

    private InspectedFile? List(string name, long size)
    {
        if (++_unread > MaxUnread) return null;
        inspection.Budget.File();
        var file = new InspectedFile(container, name, Math.Max(size, 0), FileKind.Unknown, "");
        container.Add(file);
        NameCheck.Look(file);
        return file;
    }
}
