using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Mail;

/// <summary>An Outlook message.</summary>
internal static class MsgDoor
{
    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection)
    {
        _ = (file, compound, inspection);
    }
}
