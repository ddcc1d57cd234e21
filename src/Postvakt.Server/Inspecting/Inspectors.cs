using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Outside;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Inspecting;

/// <summary>Puts together what looks into files: limits, the worker, YARA rules.</summary>
public static class Inspectors
{
    /// <summary>Workers at a time: as many as cores, at most four; each may take half a gigabyte.</summary>
    private const int MostWorkers = 4;

    /// <summary>Options whose worker starts when the first file needs one. Dispose <see cref="InspectionOptions.Outside"/> at the end.</summary>
    public static InspectionOptions Options(DocumentsConfig config, TimeProvider clock) => new()
    {
        Limits = new InspectionLimits { Time = config.Time },
        Outside = new WorkerClient(new WorkerStarter(config.Yara), Math.Clamp(Environment.ProcessorCount, 1, MostWorkers), clock),
        Yara = config.Yara is not null,
        Clock = clock,
    };
}
