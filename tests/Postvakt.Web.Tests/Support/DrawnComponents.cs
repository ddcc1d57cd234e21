using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.Extensions.Logging.Abstractions;

namespace Postvakt.Web.Tests.Support;

/// <summary>Components that live as on a page that stays open, without a browser: what they draw goes nowhere.</summary>
#pragma warning disable BL0006 // The only way to be told of a drawing.
internal sealed class DrawnComponents(IServiceProvider services) : Renderer(services, NullLoggerFactory.Instance)
{
    private TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override RendererInfo RendererInfo { get; } = new("test", isInteractive: true);

    public override Dispatcher Dispatcher { get; } = Dispatcher.CreateDefault();

    public async Task<T> AddAsync<T>(Dictionary<string, object?> parameters) where T : IComponent
    {
        var component = (T)InstantiateComponent(typeof(T));
        await Dispatcher.InvokeAsync(() => RenderRootComponentAsync(AssignRootComponentId(component), ParameterView.FromDictionary(parameters)));
        return component;
    }

    /// <summary>Does something and waits until it led to a drawing.</summary>
    public Task NextAsync(Action act)
    {
        _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        act();
        return _drawn.Task;
    }

    protected override void HandleException(Exception exception) => _drawn.TrySetException(exception);

    protected override Task UpdateDisplayAsync(in RenderBatch renderBatch)
    {
        _drawn.TrySetResult();
        return Task.CompletedTask;
    }
}
