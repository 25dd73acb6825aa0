namespace Hypernet.Server.Hosting;

/// <summary>What a server holds open, given back in reverse order.</summary>
internal sealed class Resources : IAsyncDisposable
{
    private readonly Stack<object> _held = new();

    internal T Add<T>(T resource)
        where T : notnull
    {
        _held.Push(resource);
        return resource;
    }

    public async ValueTask DisposeAsync()
    {
        while (_held.TryPop(out object? resource))
        {
            if (resource is IAsyncDisposable slow)
            {
                await slow.DisposeAsync();
            }
            else
            {
                (resource as IDisposable)?.Dispose();
            }
        }
    }
}
