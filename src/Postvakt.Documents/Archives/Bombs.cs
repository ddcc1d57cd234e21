using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>Says of the outermost file that it was made to exhaust whoever opens it.</summary>
internal static class Bombs
{
    /// <summary>Text packs 5 to 20 times, filling 1,000 times: what used up all room at this gain is no collection of documents.</summary>
    private const int Gain = 50;

    public static void Look(InspectedFile root, Budget budget)
    {
        if (budget.ExpandedLeft > 0 || budget.Limits.Expanded / Gain < root.Size) return;
        root.Find(FindingKinds.ArchiveBomb, $"{root.Size:N0} bytes expand to more than {budget.Limits.Expanded:N0}");
    }
}
