// Only this class of the package is used: its namespace has a Tensor of its own.
global using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;
