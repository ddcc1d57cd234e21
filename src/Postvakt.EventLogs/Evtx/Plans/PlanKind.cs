namespace Postvakt.EventLogs.Evtx.Plans;

/// <summary>What a step does.</summary>
internal enum PlanKind : byte
{
    /// <summary>Adds a text of the template.</summary>
    Text,

    /// <summary>Adds a number of the template.</summary>
    Number,

    /// <summary>Adds a field without a value.</summary>
    Null,

    /// <summary>Adds one value, or what is inside it when it is binary XML.</summary>
    Value,

    /// <summary>Adds a text made of several parts.</summary>
    Mixed,

    /// <summary>Adds what is inside a value that stands where no field is.</summary>
    Embedded,

    /// <summary>Adds the fields of a template inside this one.</summary>
    Instance,
}
