namespace Postvakt.EventLogs.Naming;

/// <summary>How fields are named, as Sigma's taxonomy has it. One table for binary and written XML.</summary>
internal static class Sections
{
    public const int Count = 7;

    /// <summary>Field of Data elements without a name.</summary>
    public const string Data = "Data";

    public const string TimeCreated = "TimeCreated";

    /// <summary>Section inside an element.</summary>
    public static Section Inside(Section place, string element) => place switch
    {
        Section.Root => element == "Event" ? Section.Event : Within(element),
        Section.Event => Within(element),
        _ => place,
    };

    /// <summary>Whether the element is the part itself, or stands around parts: it is no field.</summary>
    public static bool IsContainer(Section place) => place is Section.Root or Section.Event;

    /// <summary>Name of the field that an element makes.</summary>
    public static string Element(Section place, string element, FieldNames names) => place switch
    {
        Section.Rendering => element == "Message" ? "Message" : names.Joined("RenderingInfo", element),
        _ => element,
    };

    /// <summary>Name of the field that an attribute makes; null for those that are no fields.</summary>
    public static string? Attribute(Section place, string element, string attribute, FieldNames names)
    {
        if (attribute.StartsWith("xmlns", StringComparison.Ordinal)) return null;
        if (place == Section.System && element == TimeCreated && attribute == "SystemTime") return TimeCreated;
        return names.Joined(place == Section.Rendering ? $"RenderingInfo_{element}" : element, attribute);
    }

    /// <summary>Whether the attribute names the element's field.</summary>
    public static bool IsName(Section place, string attribute) => place is Section.EventData or Section.UserData && attribute == "Name";

    /// <summary>Whether a field without a value is told: a value that the provider named and left empty is a fact, a header left out is none.</summary>
    public static bool KeepsNull(Section place) => place is Section.EventData or Section.UserData;

    private static Section Within(string element) => element switch
    {
        "System" => Section.System,
        "EventData" => Section.EventData,
        "UserData" => Section.UserData,
        "RenderingInfo" => Section.Rendering,
        _ => Section.Other,
    };
}
