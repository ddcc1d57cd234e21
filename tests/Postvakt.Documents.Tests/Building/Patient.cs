using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Tests.Building;

/// <summary>The usual limits but the one on time: a busy machine must not fail a test.</summary>
internal static class Patient
{
    public static InspectionLimits Limits { get; } = new() { Time = TimeSpan.FromMinutes(10) };

    public static InspectionOptions Options { get; } = new() { Limits = Limits };
}
